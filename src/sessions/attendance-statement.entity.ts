import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Member } from '../groups/member.entity.js';
import { Session } from './session.entity.js';
import type { Attendance } from './session.rules.js';

/** What a member said about the presence of a participant, or what an organizer decided. Rows are only inserted. */
@Entity('attendance_statement')
@Index('attendance_statement_session_idx', ['groupId', 'sessionId', 'id'])
@Check('attendance_statement_attendance_check', `attendance in ('ATTENDED', 'LATE', 'NO_SHOW', 'EXCUSED')`)
@ForeignKey(() => Session, ['groupId', 'sessionId'], ['groupId', 'id'], { name: 'attendance_statement_session_fkey' })
@ForeignKey(() => Member, ['groupId', 'personId'], ['groupId', 'id'], { name: 'attendance_statement_person_fkey' })
@ForeignKey(() => Member, ['groupId', 'speakerId'], ['groupId', 'id'], { name: 'attendance_statement_speaker_fkey' })
export class AttendanceStatement {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  sessionId!: string;

  /** The member whom it is about. */
  @Column('uuid')
  personId!: string;

  /** The member who said it; null for what was recorded before statements were kept. */
  @Column('uuid', { nullable: true })
  speakerId!: string | null;

  @Column('boolean')
  isDecision!: boolean;

  @Column('text')
  attendance!: Attendance;

  @Column('timestamptz')
  at!: Date;

  /** When the speaker last began to say that the person was absent. */
  @Column('timestamptz', { nullable: true })
  absentSince!: Date | null;
}
