import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Member } from '../groups/member.entity.js';
import { Session } from './session.entity.js';

/** The time up to which a member who takes part has seen what happened in a session. */
@Entity('session_look')
@ForeignKey(() => Session, ['groupId', 'sessionId'], ['groupId', 'id'], { name: 'session_look_session_fkey' })
@ForeignKey(() => Member, ['groupId', 'memberId'], ['groupId', 'id'], { name: 'session_look_member_fkey' })
export class SessionLook {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  sessionId!: string;

  @PrimaryColumn('uuid')
  memberId!: string;

  @Column('timestamptz')
  at!: Date;
}
