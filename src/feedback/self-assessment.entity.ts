import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Session } from '../sessions/session.entity.js';

/** The candidate's self-assessment of a session, from before they could read what others say. Never changed. */
@Entity('self_assessment')
@ForeignKey(() => Session, ['groupId', 'sessionId'], ['groupId', 'id'], { name: 'self_assessment_session_fkey' })
export class SelfAssessment {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  sessionId!: string;

  @Column('timestamptz')
  lockedAt!: Date;
}
