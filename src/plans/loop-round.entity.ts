import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { Round } from '../guides/round.entity.js';
import { Candidate } from './candidate.entity.js';

/**
 * One round for one candidate: whether, how often and in which days to practise it. It belongs to the loop while its
 * round belongs to the edition of the plan, and stays for the past otherwise.
 */
@Entity('loop_round')
@Unique('loop_round_round_key', ['groupId', 'candidateId', 'roundId'])
@Unique('loop_round_candidate_key', ['groupId', 'candidateId', 'id'])
@Check('loop_round_target_sessions_check', 'target_sessions between 1 and 10')
@Check('loop_round_window_check', 'window_start <= window_end')
@ForeignKey(() => Candidate, ['groupId', 'candidateId'], ['groupId', 'id'], { name: 'loop_round_candidate_fkey' })
@ForeignKey(() => Round, ['groupId', 'roundId'], ['groupId', 'id'], { name: 'loop_round_round_fkey' })
export class LoopRound {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  candidateId!: string;

  @Column('uuid')
  roundId!: string;

  @Column('boolean')
  included!: boolean;

  /** Null until it is set: then the guide's number applies. */
  @Column('integer', { nullable: true })
  targetSessions!: number | null;

  @Column('date', { nullable: true })
  realInterviewOn!: string | null;

  @Column('date')
  windowStart!: string;

  @Column('date')
  windowEnd!: string;
}
