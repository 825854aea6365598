import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Plan } from './plan.entity.js';

/** The bar of a plan until it was moved: requests about the past use it. Rows are only inserted. */
@Entity('former_bar')
@Index('former_bar_plan_idx', ['groupId', 'planId'])
@ForeignKey(() => Plan, ['groupId', 'planId'], ['groupId', 'id'], { name: 'former_bar_plan_fkey' })
export class FormerBar {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  planId!: string;

  @Column('timestamptz')
  until!: Date;

  @Column('double precision')
  bar!: number;
}
