import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Member } from '../groups/member.entity.js';
import { Session } from './session.entity.js';
import type { AssignmentRole, Attendance } from './session.rules.js';

/** One seat of a session's panel. */
@Entity('assignment')
@Unique('assignment_member_key', ['groupId', 'sessionId', 'memberId'])
@Index('assignment_lead_key', ['groupId', 'sessionId'], { unique: true, where: `role = 'LEAD'` })
@Index('assignment_member_idx', ['groupId', 'memberId'])
@Check('assignment_role_check', `role in ('LEAD', 'CO_INTERVIEWER', 'SHADOW')`)
@Check('assignment_attendance_check', `attendance in ('ATTENDED', 'LATE', 'NO_SHOW', 'EXCUSED')`)
@Check('assignment_next_attendance_check', `next_attendance in ('ATTENDED', 'LATE', 'NO_SHOW', 'EXCUSED')`)
@ForeignKey(() => Session, ['groupId', 'sessionId'], ['groupId', 'id'], { name: 'assignment_session_fkey' })
@ForeignKey(() => Member, ['groupId', 'memberId'], ['groupId', 'id'], { name: 'assignment_member_fkey' })
export class Assignment {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  sessionId!: string;

  @Column('uuid')
  memberId!: string;

  @Column('text')
  role!: AssignmentRole;

  /** What counts (`attendance.rules.ts`). Null until recorded: then they count as present once the time is over. */
  @Column('text', { nullable: true })
  attendance!: Attendance | null;

  /** The attendance that will count once the clock reaches an instant, and that instant. */
  @Column('text', { nullable: true })
  nextAttendance!: Attendance | null;

  @Column('timestamptz', { nullable: true })
  nextAttendanceAt!: Date | null;

  /** Their scorecard came out before they were said to be absent, and stays released. */
  @Column('boolean')
  cardStays!: boolean;

  /**
   * When they were found to have been present, if the opposite was recorded before. What they wrote or owe counts from
   * then on.
   */
  @Column('timestamptz', { nullable: true })
  foundPresentAt!: Date | null;

  /** When the scorecard stopped being owed, because the member left the group. */
  @Column('timestamptz', { nullable: true })
  cardWaivedAt!: Date | null;
}
