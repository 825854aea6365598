import { Check, Column, Entity, Exclusion, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Person } from '../people/person.entity.js';
import { Session } from './session.entity.js';

/**
 * A claim on a person's time: one row per person of an active session, in any seat. The exclusion
 * constraint is what makes "nobody is in two places" true; it spans groups, so the person is its key.
 */
@Entity('booking')
@Exclusion(
  'booking_one_place_at_a_time',
  'USING gist (person_id WITH =, tstzrange(starts_at, ends_at) WITH &&) DEFERRABLE INITIALLY IMMEDIATE',
)
@Index('booking_session_idx', ['groupId', 'sessionId'])
@Check('booking_span_check', 'starts_at < ends_at')
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'booking_person_fkey' })
@ForeignKey(() => Session, ['groupId', 'sessionId'], ['groupId', 'id'], { name: 'booking_session_fkey' })
export class Booking {
  @PrimaryColumn('uuid')
  personId!: string;

  @PrimaryColumn('uuid')
  sessionId!: string;

  @Column('uuid')
  groupId!: string;

  @Column('timestamptz')
  startsAt!: Date;

  /** The session's end and the group's buffer after it. */
  @Column('timestamptz')
  endsAt!: Date;
}
