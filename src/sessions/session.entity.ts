import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Member } from '../groups/member.entity.js';
import { Round } from '../guides/round.entity.js';
import { LoopRound } from '../plans/loop-round.entity.js';
import { Plan } from '../plans/plan.entity.js';
import type { EventFacts } from './history.rules.js';
import type { Attendance } from './session.rules.js';

/**
 * One mock interview of one candidate in one round. It keeps its identity when it moves and stays on record when it is
 * cancelled. It has no status: that follows from these facts and the clock (`session.rules.ts`).
 */
@Entity('session')
@Unique('session_idempotency_key', ['groupId', 'enteredById', 'idempotencyKey'])
@Index('session_starts_idx', ['groupId', 'startsAt', 'id'])
@Index('session_plan_idx', ['groupId', 'planId', 'startsAt'])
@Index('session_candidate_idx', ['groupId', 'candidateId', 'startsAt'])
@Check('session_span_check', 'starts_at < ends_at')
@Check('session_candidate_attendance_check', `candidate_attendance in ('ATTENDED', 'LATE', 'NO_SHOW', 'EXCUSED')`)
@Check(
  'session_next_candidate_attendance_check',
  `next_candidate_attendance in ('ATTENDED', 'LATE', 'NO_SHOW', 'EXCUSED')`,
)
@Check(
  'session_cancellation_check',
  'num_nulls(cancelled_at, cancelled_by_id, coalesce(cancellation_reason, departure::text), cancelled_late) in (0, 4)',
)
@Check('session_submitted_check', 'all_submitted_at is null or first_submitted_at is not null')
@ForeignKey(() => Plan, ['groupId', 'planId'], ['groupId', 'id'], { name: 'session_plan_fkey' })
@ForeignKey(() => LoopRound, ['groupId', 'candidateId', 'loopRoundId'], ['groupId', 'candidateId', 'id'], {
  name: 'session_loop_round_fkey',
})
@ForeignKey(() => Round, ['groupId', 'roundId'], ['groupId', 'id'], { name: 'session_round_fkey' })
@ForeignKey(() => Member, ['groupId', 'enteredById'], ['groupId', 'id'], { name: 'session_entered_by_fkey' })
@ForeignKey(() => Member, ['groupId', 'cancelledById'], ['groupId', 'id'], { name: 'session_cancelled_by_fkey' })
@ForeignKey(() => Member, ['groupId', 'chargedToId'], ['groupId', 'id'], { name: 'session_charged_to_fkey' })
@ForeignKey(() => Member, ['groupId', 'cancelledOnBehalfOfId'], ['groupId', 'id'], {
  name: 'session_cancelled_on_behalf_of_fkey',
})
@ForeignKey(() => Session, ['groupId', 'exchangedWithId'], ['groupId', 'id'], { name: 'session_exchanged_with_fkey' })
export class Session {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  planId!: string;

  @Column('uuid')
  candidateId!: string;

  @Column('uuid')
  loopRoundId!: string;

  /** The loop's round: of the plan's edition until the session begins or is cancelled, and the same from then on. */
  @Column('uuid')
  roundId!: string;

  @Column('timestamptz')
  startsAt!: Date;

  @Column('timestamptz')
  endsAt!: Date;

  @Column('timestamptz')
  enteredAt!: Date;

  @Column('uuid')
  enteredById!: string;

  @Column('text', { nullable: true })
  idempotencyKey!: string | null;

  /** The request under the key. The same key with another request is refused. */
  @Column('text', { nullable: true })
  idempotencyFingerprint!: string | null;

  /** Entered after it had taken place. */
  @Column('boolean')
  logged!: boolean;

  @Column('text', { nullable: true })
  meetingUrl!: string | null;

  @Column('text', { nullable: true })
  wish!: string | null;

  @Column('text', { nullable: true })
  candidateAttendance!: Attendance | null;

  /** The attendance that will count once the clock reaches an instant, and that instant. */
  @Column('text', { nullable: true })
  nextCandidateAttendance!: Attendance | null;

  @Column('timestamptz', { nullable: true })
  nextCandidateAttendanceAt!: Date | null;

  /** When it turned out that the session had taken place, after the opposite had counted. */
  @Column('timestamptz', { nullable: true })
  heldSince!: Date | null;

  /**
   * When the feedback came out, if the session was later said not to have taken place. Released feedback stays
   * released.
   */
  @Column('timestamptz', { nullable: true })
  staysReleasedAt!: Date | null;

  @Column('timestamptz')
  feedbackDueAt!: Date;

  /** The terms of the group when the session was entered: later changes of its settings do not apply. */
  @Column('integer')
  dueHours!: number;

  @Column('integer')
  debtDays!: number;

  @Column('integer')
  noticeHours!: number;

  /**
   * When the first scorecard that counts was submitted. The API never shows this before the release. Blind: it
   * never leaves the service before release.
   */
  @Column('timestamptz', { nullable: true })
  firstSubmittedAt!: Date | null;

  /** When the last scorecard that was owed came in, or stopped being owed. Set once: that moment is the release. */
  @Column('timestamptz', { nullable: true })
  allSubmittedAt!: Date | null;

  /** All scorecards are in, and each that counts says NO_DECISION: once the feedback is out, the session does not count for its round. */
  @Column('boolean', { default: false })
  undecided!: boolean;

  @Column('timestamptz', { nullable: true })
  cancelledAt!: Date | null;

  @Column('uuid', { nullable: true })
  cancelledById!: string | null;

  @Column('uuid', { nullable: true })
  cancelledOnBehalfOfId!: string | null;

  @Column('text', { nullable: true })
  cancellationReason!: string | null;

  /** The departure that cancelled the session. In that case no member wrote a reason. */
  @Column('jsonb', { nullable: true })
  departure!: Pick<EventFacts, 'departure' | 'memberId'> | null;

  /** Whether it came later than the group's minimum notice allows. */
  @Column('boolean', { nullable: true })
  cancelledLate!: boolean | null;

  /** To whom a late cancellation is charged. */
  @Column('uuid', { nullable: true })
  chargedToId!: string | null;

  /**
   * The other half of an exchange, in which the two interview each other the other way round. The first half keeps no time free
   * after it, because the second follows. The link is removed when a half is moved or cancelled alone, or gets another interviewer.
   */
  @Column('uuid', { nullable: true })
  exchangedWithId!: string | null;

  @Column('integer')
  version!: number;
}
