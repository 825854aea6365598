import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Member } from '../groups/member.entity.js';
import { Plan } from './plan.entity.js';
import type { ReadinessSharing } from './sharing.rules.js';

/** A member who prepares in a plan. Withdrawing sets a date; enrolling again revives the row. */
@Entity('candidate')
@Unique('candidate_member_key', ['groupId', 'planId', 'memberId'])
@Index('candidate_member_idx', ['groupId', 'memberId'])
@Check('candidate_readiness_sharing_check', `readiness_sharing in ('PRIVATE', 'LEVEL', 'FULL')`)
@ForeignKey(() => Plan, ['groupId', 'planId'], ['groupId', 'id'], { name: 'candidate_plan_fkey' })
@ForeignKey(() => Member, ['groupId', 'memberId'], ['groupId', 'id'], { name: 'candidate_member_fkey' })
export class Candidate {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  planId!: string;

  @Column('uuid')
  memberId!: string;

  @Column('text')
  trackKey!: string;

  @Column('date')
  targetDate!: string;

  @Column('timestamptz')
  enrolledAt!: Date;

  @Column('timestamptz', { nullable: true })
  withdrawnAt!: Date | null;

  @Column('text')
  readinessSharing!: ReadinessSharing;
}
