import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Member } from '../groups/member.entity.js';
import { Session } from '../sessions/session.entity.js';

/** A member of the panel has opened the kit of a session. */
@Entity('question_kit_opening')
@ForeignKey(() => Session, ['groupId', 'sessionId'], ['groupId', 'id'], { name: 'question_kit_opening_session_fkey' })
@ForeignKey(() => Member, ['groupId', 'memberId'], ['groupId', 'id'], { name: 'question_kit_opening_member_fkey' })
export class QuestionKitOpening {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  sessionId!: string;

  @PrimaryColumn('uuid')
  memberId!: string;

  /** The revision of the set that they have seen. */
  @Column('integer')
  revision!: number;

  @Column('timestamptz')
  at!: Date;
}
