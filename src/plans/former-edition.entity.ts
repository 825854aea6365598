import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Guide } from '../guides/guide.entity.js';
import { Plan } from './plan.entity.js';

/** The edition that a plan had until it moved to a later one: requests about the past use it. Rows are only inserted. */
@Entity('former_edition')
@Index('former_edition_plan_idx', ['groupId', 'planId'])
@ForeignKey(() => Plan, ['groupId', 'planId'], ['groupId', 'id'], { name: 'former_edition_plan_fkey' })
@ForeignKey(() => Guide, ['groupId', 'guideId'], ['groupId', 'id'], { name: 'former_edition_guide_fkey' })
export class FormerEdition {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  planId!: string;

  @Column('timestamptz')
  until!: Date;

  @Column('uuid')
  guideId!: string;
}
