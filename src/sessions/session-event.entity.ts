import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Member } from '../groups/member.entity.js';
import { Session } from './session.entity.js';
import type { EventFacts } from './history.rules.js';
import type { SessionEventKind } from './session.rules.js';

/** A line of a session's history: who changed what, when and why. Only ever added to. */
@Entity('session_event')
@Index('session_event_session_idx', ['groupId', 'sessionId', 'id'])
@Check(
  'session_event_kind_check',
  `kind in ('SCHEDULED', 'LOGGED', 'RESCHEDULED', 'REASSIGNED', 'SWAPPED', 'CANCELLED', 'LINK_CHANGED', 'ATTENDANCE', 'EXCHANGE_ENDED', 'OVERRIDE')`,
)
@ForeignKey(() => Session, ['groupId', 'sessionId'], ['groupId', 'id'], { name: 'session_event_session_fkey' })
@ForeignKey(() => Member, ['groupId', 'byId'], ['groupId', 'id'], { name: 'session_event_by_fkey' })
export class SessionEvent {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  sessionId!: string;

  @Column('timestamptz')
  at!: Date;

  @Column('uuid', { nullable: true })
  byId!: string | null;

  @Column('text')
  kind!: SessionEventKind;

  /** The reason in the words of the member who acted. Only participants can read it. */
  @Column('text', { nullable: true })
  reason!: string | null;

  /** What the sentence for each reader is made of (`history.rules.ts`). */
  @Column('jsonb')
  facts!: EventFacts;

  /** The sentence of a line that was written before facts were kept. */
  @Column('text', { nullable: true })
  summary!: string | null;
}
