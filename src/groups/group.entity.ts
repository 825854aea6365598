import { Check, Column, Entity, Generated, PrimaryColumn } from 'typeorm';

/** A closed circle of people who interview each other. Its id is the key by which all its data is kept together. */
@Entity('group')
@Check('group_archived_check', '(archived_at is null) = (archived_by_id is null)')
export class Group {
  /** A group belongs to itself. */
  get groupId(): string {
    return this.id;
  }

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('text')
  timeZone!: string;

  @Column('timestamptz')
  createdAt!: Date;

  /** Hours after a session's end, or its entry if that is later, by which its scorecards are due. */
  @Column('integer')
  feedbackDueHours!: number;

  /** How many days a scorecard may be overdue before its author can no longer be booked as a candidate. */
  @Column('integer')
  feedbackDebtDays!: number;

  /** A cancellation closer to the start than this is late. */
  @Column('integer')
  minimumNoticeHours!: number;

  /** Minutes kept free after every session. */
  @Column('integer')
  bufferMinutes!: number;

  /** The secret behind the random part of choosing questions. It is never shown. */
  @Column('uuid')
  @Generated('uuid')
  questionSecret!: string;

  /** When it was archived. Lists, attention and booking leave it out from then on. */
  @Column('timestamptz', { nullable: true })
  archivedAt!: Date | null;

  @Column('uuid', { nullable: true })
  archivedById!: string | null;
}
