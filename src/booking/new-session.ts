import type { EntityManager } from 'typeorm';
import { newId, type Ref } from '../common/ids.js';
import { minutesAfter } from '../common/time.js';
import type { Member } from '../groups/member.entity.js';
import { Session } from '../sessions/session.entity.js';
import { feedbackDueAt } from '../sessions/session.rules.js';
import type { Circumstances } from './booking.js';
import type { PanelSeatInput } from './booking.graphql.js';

/** What both ways of entering a session have in common. */
export interface Entry {
  candidateId: Ref;
  roundId: Ref;
  startsAt: Date;
  panel: PanelSeatInput[];
  meetingUrl?: string | null;
  wish?: string | null;
  overrideReason?: string | null;
  idempotencyKey?: string | null;
}

/** A session as it is entered, before it is stored. */
export function newSession(
  tx: EntityManager,
  circumstances: Circumstances,
  entry: Entry,
  viewer: Member,
  now: Date,
): Session {
  const { group, candidate, loopRound, round } = circumstances;
  const endsAt = minutesAfter(entry.startsAt, round.minutes);
  return tx.create(Session, {
    groupId: group.id,
    id: newId(),
    planId: candidate.planId,
    candidateId: candidate.id,
    loopRoundId: loopRound.id,
    roundId: round.id,
    startsAt: entry.startsAt,
    endsAt,
    enteredAt: now,
    enteredById: viewer.id,
    logged: false,
    version: 1,
    meetingUrl: entry.meetingUrl ?? null,
    wish: entry.wish ?? null,
    idempotencyKey: entry.idempotencyKey ?? null,
    idempotencyFingerprint: null,
    candidateAttendance: null,
    nextCandidateAttendance: null,
    nextCandidateAttendanceAt: null,
    heldSince: null,
    staysReleasedAt: null,
    firstSubmittedAt: null,
    allSubmittedAt: null,
    cancelledAt: null,
    cancelledById: null,
    cancelledOnBehalfOfId: null,
    cancellationReason: null,
    cancelledLate: null,
    departure: null,
    chargedToId: null,
    feedbackDueAt: feedbackDueAt(endsAt, now, group.feedbackDueHours),
    dueHours: group.feedbackDueHours,
    debtDays: group.feedbackDebtDays,
    noticeHours: group.minimumNoticeHours,
  });
}
