import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Proposal } from './proposal.entity.js';

/** Says that a process works out a proposal of a plan, and how far it is. The lease of a dead process expires. */
@Entity('solve_lease')
@ForeignKey(() => Proposal, ['groupId', 'proposalId'], ['groupId', 'id'], { name: 'solve_lease_proposal_fkey' })
export class SolveLease {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  planId!: string;

  @Column('uuid')
  proposalId!: string;

  @Column('timestamptz')
  expiresAt!: Date;

  @Column('text')
  phase!: string;

  @Column('integer')
  placed!: number;

  @Column('integer', { nullable: true })
  placedBound!: number | null;
}
