import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Member } from '../groups/member.entity.js';
import { Guide } from '../guides/guide.entity.js';

/** A group's preparation for one guide, in the edition that an organizer has moved it to last. */
@Entity('plan')
@Check('plan_bar_check', 'bar between 1 and 4')
@Check('plan_archived_check', '(archived_at is null) = (archived_by_id is null)')
@ForeignKey(() => Guide, ['groupId', 'guideId'], ['groupId', 'id'], { name: 'plan_guide_fkey' })
@ForeignKey(() => Member, ['groupId', 'createdById'], ['groupId', 'id'], { name: 'plan_created_by_fkey' })
@ForeignKey(() => Member, ['groupId', 'archivedById'], ['groupId', 'id'], { name: 'plan_archived_by_fkey' })
export class Plan {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  guideId!: string;

  @Column('text')
  title!: string;

  @Column('date')
  startsOn!: string;

  /** The level, 1 to 4, that counts as good enough. */
  @Column('double precision')
  bar!: number;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('uuid')
  createdById!: string;

  /** When it was archived. Lists, attention and booking leave it out from then on. */
  @Column('timestamptz', { nullable: true })
  archivedAt!: Date | null;

  @Column('uuid', { nullable: true })
  archivedById!: string | null;
}
