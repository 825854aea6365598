import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Member } from '../groups/member.entity.js';
import type { HoursException, WeeklyWindow } from './hours.rules.js';

/**
 * When a member can be booked, as wall time in the member's own zone. Each statement replaces the one before.
 */
@Entity('availability')
@Check('availability_weekly_check', `jsonb_typeof(weekly) = 'array'`)
@Check('availability_exceptions_check', `jsonb_typeof(exceptions) = 'array'`)
@ForeignKey(() => Member, ['groupId', 'memberId'], ['groupId', 'id'], { name: 'availability_member_fkey' })
export class Availability {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  memberId!: string;

  @Column('jsonb')
  weekly!: WeeklyWindow[];

  @Column('jsonb')
  exceptions!: HoursException[];

  @Column('timestamptz')
  statedAt!: Date;

  /** Grows by one with each statement: two open tabs do not overwrite each other. */
  @Column('integer')
  version!: number;
}
