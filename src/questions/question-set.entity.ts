import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Member } from '../groups/member.entity.js';
import { Session } from '../sessions/session.entity.js';

/** What a session asks. It stays on record when the session is cancelled, but then holds no family for its candidate. */
@Entity('question_set')
@ForeignKey(() => Session, ['groupId', 'sessionId'], ['groupId', 'id'], { name: 'question_set_session_fkey' })
@ForeignKey(() => Member, ['groupId', 'composedById'], ['groupId', 'id'], { name: 'question_set_composed_by_fkey' })
export class QuestionSet {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  sessionId!: string;

  @Column('timestamptz')
  composedAt!: Date;

  @Column('uuid')
  composedById!: string;

  /** What was missing, if the bank had fewer fresh questions than asked for. */
  @Column('text', { nullable: true })
  shortfall!: string | null;

  /** The topics that the composer asked for; null for all. */
  @Column('text', { array: true, nullable: true })
  topicKeys!: string[] | null;

  /** Grows with each question that is replaced or taken out. */
  @Column('integer', { default: 1 })
  revision!: number;
}
