import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Member } from '../groups/member.entity.js';
import { Plan } from '../plans/plan.entity.js';
import type { Quality, UnplacedFound } from './proposal.rules.js';

/** A plan for many sessions at once. Nothing is booked until it is published. */
@Entity('proposal')
@Index('proposal_plan_idx', ['groupId', 'planId'])
@Check('proposal_status_check', `status in ('SOLVING', 'OPEN', 'PUBLISHED', 'DISCARDED', 'FAILED')`)
@ForeignKey(() => Plan, ['groupId', 'planId'], ['groupId', 'id'], { name: 'proposal_plan_fkey' })
@ForeignKey(() => Member, ['groupId', 'createdById'], ['groupId', 'id'], { name: 'proposal_created_by_fkey' })
export class Proposal {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  planId!: string;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('uuid')
  createdById!: string;

  /** The first and the last day that were asked for; null for all days. */
  @Column('date', { nullable: true })
  fromDate!: string | null;

  @Column('date', { nullable: true })
  toDate!: string | null;

  /** The status as it was stored. FAILED after the death of a process and STALE are derived from it. */
  @Column('text')
  status!: 'SOLVING' | 'OPEN' | 'PUBLISHED' | 'DISCARDED' | 'FAILED';

  /** The sittings that found no place, each with its reason. */
  @Column('jsonb')
  unplaced!: UnplacedFound[];

  /** Null while solving. */
  @Column('jsonb', { nullable: true })
  quality!: Quality | null;
}
