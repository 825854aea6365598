import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Member } from '../groups/member.entity.js';
import { Session } from '../sessions/session.entity.js';
import type { AssignmentRole } from '../sessions/session.rules.js';

/**
 * A seat that its member offers for another seat, or asks others to cover. It keeps the seats as they were: a seat of a panel is deleted when
 * another member takes it. Whether it has expired follows from the sessions and the clock (`swap.rules.ts`).
 */
@Entity('swap_proposal')
@Index('swap_proposal_give_idx', ['groupId', 'giveId'])
@Check('swap_proposal_status_check', `status in ('OPEN', 'ACCEPTED', 'DECLINED', 'WITHDRAWN', 'EXPIRED')`)
@Check('swap_proposal_take_check', 'num_nulls(take_id, take_session_id, take_role, take_starts_at) in (0, 4)')
@Check('swap_proposal_answer_check', 'num_nulls(answered_by_id, answered_at) in (0, 2)')
@ForeignKey(() => Session, ['groupId', 'giveSessionId'], ['groupId', 'id'], { name: 'swap_proposal_give_session_fkey' })
@ForeignKey(() => Session, ['groupId', 'takeSessionId'], ['groupId', 'id'], { name: 'swap_proposal_take_session_fkey' })
@ForeignKey(() => Member, ['groupId', 'proposedById'], ['groupId', 'id'], { name: 'swap_proposal_proposed_by_fkey' })
@ForeignKey(() => Member, ['groupId', 'askedOfId'], ['groupId', 'id'], { name: 'swap_proposal_asked_of_fkey' })
@ForeignKey(() => Member, ['groupId', 'answeredById'], ['groupId', 'id'], { name: 'swap_proposal_answered_by_fkey' })
export class SwapProposal {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  /** The seat that is given away, by the member who proposes. */
  @Column('uuid')
  giveId!: string;

  @Column('uuid')
  giveSessionId!: string;

  @Column('text')
  giveRole!: AssignmentRole;

  /** When that session was to start. A swap is only for this time. */
  @Column('timestamptz')
  giveStartsAt!: Date;

  /** The seat that is wanted for it, of the member who is asked; null for a request for cover. */
  @Column('uuid', { nullable: true })
  takeId!: string | null;

  @Column('uuid', { nullable: true })
  takeSessionId!: string | null;

  @Column('text', { nullable: true })
  takeRole!: AssignmentRole | null;

  @Column('timestamptz', { nullable: true })
  takeStartsAt!: Date | null;

  @Column('uuid')
  proposedById!: string;

  @Column('timestamptz')
  proposedAt!: Date;

  /** Null where any qualified member may cover. */
  @Column('uuid', { nullable: true })
  askedOfId!: string | null;

  @Column('uuid', { nullable: true })
  answeredById!: string | null;

  @Column('timestamptz', { nullable: true })
  answeredAt!: Date | null;

  @Column('text')
  reason!: string;

  /** As stored. EXPIRED is stored when the member who is asked leaves, and derived from everything else (`swap.rules.ts`). */
  @Column('text')
  status!: 'OPEN' | 'ACCEPTED' | 'DECLINED' | 'WITHDRAWN' | 'EXPIRED';
}
