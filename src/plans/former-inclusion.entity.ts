import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { LoopRound } from './loop-round.entity.js';

/** Whether a round belonged to a candidate's loop until that was changed. Only ever inserted. */
@Entity('former_inclusion')
@Index('former_inclusion_candidate_idx', ['groupId', 'candidateId'])
@ForeignKey(() => LoopRound, ['groupId', 'candidateId', 'loopRoundId'], ['groupId', 'candidateId', 'id'], {
  name: 'former_inclusion_loop_round_fkey',
})
export class FormerInclusion {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  candidateId!: string;

  @Column('uuid')
  loopRoundId!: string;

  @Column('timestamptz')
  until!: Date;

  @Column('boolean')
  included!: boolean;
}
