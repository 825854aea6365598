import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { LoopRound } from '../plans/loop-round.entity.js';
import { Session } from '../sessions/session.entity.js';
import { Proposal } from './proposal.entity.js';

/** One session of a proposal. */
@Entity('proposed_session')
@Index('proposed_session_proposal_idx', ['groupId', 'proposalId'])
@Check('proposed_session_span_check', 'starts_at < ends_at')
@ForeignKey(() => Proposal, ['groupId', 'proposalId'], ['groupId', 'id'], { name: 'proposed_session_proposal_fkey' })
@ForeignKey(() => LoopRound, ['groupId', 'loopRoundId'], ['groupId', 'id'], {
  name: 'proposed_session_loop_round_fkey',
})
@ForeignKey(() => ProposedSession, ['groupId', 'exchangedWithId'], ['groupId', 'id'], {
  name: 'proposed_session_exchanged_with_fkey',
})
@ForeignKey(() => Session, ['groupId', 'sessionId'], ['groupId', 'id'], { name: 'proposed_session_session_fkey' })
export class ProposedSession {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  proposalId!: string;

  @Column('uuid')
  loopRoundId!: string;

  @Column('timestamptz')
  startsAt!: Date;

  @Column('timestamptz')
  endsAt!: Date;

  /** The interviewers as members, the lead first. */
  @Column('uuid', { array: true })
  panel!: string[];

  /** The other half of an exchange. */
  @Column('uuid', { nullable: true })
  exchangedWithId!: string | null;

  /** Once published. */
  @Column('uuid', { nullable: true })
  sessionId!: string | null;
}
