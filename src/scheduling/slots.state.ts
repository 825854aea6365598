import PQueue from 'p-queue';
import type { Session } from '../sessions/session.entity.js';
import { setImmediate as breathe } from 'node:timers/promises';
import { longOverdue } from '../booking/debt.state.js';
import { kindsOf } from '../availability/qualification.rules.js';
import { BlockReason, type PersonTime } from '../availability/starts.rules.js';
import { MOST_DAYS } from '../availability/hours.rules.js';
import { parseId } from '../common/ids.js';
import type { Interval } from '../common/intervals.rules.js';
import type { RequestState } from '../common/request-state.js';
import { dateIn, DAY, dayOfDate, HOUR, MINUTE, startOfDay } from '../common/time.js';
import { groupOf, memberOf, personOf, presentMembers, presentViewer } from '../groups/groups.state.js';
import { roundOf } from '../guides/guides.state.js';
import type { LoopRound } from '../plans/loop-round.entity.js';
import { earliestTarget, runwayStart, windowOf } from '../plans/pacing.rules.js';
import { candidateOf, loopOf, planOf } from '../plans/plans.state.js';
import { isInterviewer, SessionStatus } from '../sessions/session.rules.js';
import { LoopRoundStatus } from '../sessions/loop-status.rules.js';
import { panelOf, sessionOf, sessionsOfLoopRound, statusOf, statusOfLoopRound } from '../sessions/sessions.state.js';
import { balancesOf } from './balance.state.js';
import type { RemedyFacts } from '../availability/remedies.rules.js';
import { blockIn, type BlockFound } from './blocks.rules.js';
import { personTimes } from './person-time.state.js';
import type { SlotsArgs } from './scheduling.graphql.js';
import { fieldOf, slotsIn, type PossibleInterviewer, type SlotFound, type SlotQuestion } from './slots.rules.js';

interface SlotRequest {
  first: number;
  from: Date | null;
  to: Date | null;
  /** Only with exactly these members. */
  panel: readonly string[] | null;
  /** Only with this member on the panel. */
  interviewerId: string | null;
}

const USUAL_SLOTS = 10;
const MOST_SLOTS = 100;

/**
 * The cleaned request. More than 100 slots or ids of other things find nothing, because a nested field does not refuse.
 */
export function requestOf({ first, from = null, to = null, panel, interviewerId }: SlotsArgs): SlotRequest {
  const memberId = (id: string) => parseId('Member', id)?.id ?? '';
  return {
    first: Math.min(MOST_SLOTS, Math.max(1, first ?? USUAL_SLOTS)),
    from,
    to,
    panel: panel?.map(memberId) ?? null,
    interviewerId: interviewerId == null ? null : memberId(interviewerId),
  };
}

export interface SlotSearch {
  loopRound: LoopRound;
  slots: SlotFound[];
  block: BlockFound | null;
}

// p-queue: one search at a time. Operations may ask for the slots of every loop, and other requests are answered between two searches.
const searches = new PQueue({ concurrency: 1 });

/** The result of a search, when its turn comes. */
export const inTurn = <T>(search: () => T): Promise<T> =>
  searches.add(async () => {
    await breathe();
    return search();
  });

/** The answer to a request for slots, when its turn comes. */
export const slotsOf = (state: RequestState, loopRound: LoopRound, request: SlotRequest): Promise<SlotSearch> =>
  inTurn(() => searchSlots(state, loopRound, request));

/**
 * When one round of a loop could take place, best first, or why it cannot. Nothing for viewers who are not in the
 * group.
 */
function searchSlots(state: RequestState, loopRound: LoopRound, request: SlotRequest): SlotSearch {
  const question = isToBeScheduled(state, loopRound) ? questionOf(state, loopRound, request) : null;
  if (question === null || !isAnswerable(question)) return { loopRound, slots: [], block: null };
  const [from, until] = question.span;
  const near: Interval = [Math.max(from, question.window[0]), Math.min(until, question.window[1])];
  const slots = near[0] < near[1] ? slotsIn(fieldOf({ ...question, span: near }), request.first) : [];
  const block = slots.length > 0 ? null : blockIn(fieldOf(question), remedyFacts(state, loopRound));
  return { loopRound, slots, block };
}

/** A session of a round at one start, with one panel. */
interface Placed {
  startsAt: Date;
  panel: readonly string[];
  /** What is kept free after it, in minutes. */
  bufferMinutes: number;
}

/** What other sessions that are not booked yet take: the time of members, and sittings of the round. */
export interface Beside {
  time: (time: PersonTime) => PersonTime;
  sittings: number;
}

/** Whether a session of a round could still be booked as a slot, beside others. */
export function isStillAllowed(state: RequestState, loopRound: LoopRound, placed: Placed, beside: Beside): boolean {
  if (!isToBeScheduled(state, loopRound, beside.sittings)) return false;
  const { startsAt, panel, bufferMinutes } = placed;
  const to = new Date(startsAt.getTime() + 1);
  const question = questionOf(state, loopRound, { first: 1, from: startsAt, to, panel, interviewerId: null });
  const buffer = bufferMinutes * MINUTE;
  return (
    isAnswerable(question) && slotsIn(fieldOf({ ...questionBeside(question, beside.time), buffer }), 1).length === 1
  );
}

const questionBeside = (question: SlotQuestion, beside: Beside['time']): SlotQuestion => ({
  ...question,
  candidate: beside(question.candidate),
  interviewers: question.interviewers.map((each) => ({ ...each, person: beside(each.person) })),
});

/** The days that a proposal may use; null where it may use all. */
export interface Days {
  from: string | null;
  to: string | null;
}

/**
 * Why a proposal has not placed a round: the obstacles that exist even without the proposal, or CROWDED_OUT with what would help beside its other
 * sessions. CROWDED_OUT names nobody if there is a slot beside them, for example because a member left and another one has time.
 */
export function blockBeside(
  state: RequestState,
  loopRound: LoopRound,
  { days, beside }: { days: Days; beside: Beside['time'] },
): BlockFound {
  const { groupId, candidateId } = loopRound;
  const { zone } = personTimes(state, groupId).get(candidateOf(state, { groupId, id: candidateId })!.memberId)!;
  const request = {
    ...{ first: 1, panel: null, interviewerId: null },
    from: days.from === null ? null : new Date(startOfDay(dayOfDate(days.from), zone)),
    to: days.to === null ? null : new Date(startOfDay(dayOfDate(days.to) + 1, zone)),
  };
  const { slots, block } = searchSlots(state, loopRound, request);
  const question = questionOf(state, loopRound, request);
  // No quarter hour begins before the last day ends.
  if (slots.length === 0 && block === null)
    return { reason: BlockReason.TOO_SOON, memberIds: [question.candidate.memberId], choices: [] };
  const crowded = fieldOf(questionBeside(question, beside));
  if (slotsIn(crowded, 1).length > 0) return { reason: BlockReason.CROWDED_OUT, memberIds: [], choices: [] };
  const found = blockIn(crowded, remedyFacts(state, loopRound))!;
  // What helps must help beside the proposal, too: it would take the time that another remedy needs.
  return block ? { ...block, choices: found.choices } : { ...found, reason: BlockReason.CROWDED_OUT };
}

/**
 * Nothing is to be scheduled where a round is skipped or full, or its candidate, plan or group has ended. Sittings that are not booked yet can
 * be counted as booked.
 */
export function isToBeScheduled(state: RequestState, loopRound: LoopRound, sittings = 0): boolean {
  const { groupId, candidateId } = loopRound;
  const candidate = candidateOf(state, { groupId, id: candidateId })!;
  const isOpen =
    groupOf(state, groupId).archivedAt === null &&
    planOf(state, { groupId, id: candidate.planId })!.archivedAt === null &&
    candidate.withdrawnAt === null;
  return (
    isOpen &&
    presentViewer(state, groupId) !== null &&
    statusOfLoopRound(state, loopRound, sittings) === LoopRoundStatus.TO_SCHEDULE
  );
}

/** What is asked about a round of a loop, from the state of the group. */
export function questionOf(
  state: RequestState,
  loopRound: LoopRound,
  { from, to, panel, interviewerId }: SlotRequest,
): SlotQuestion {
  const { groupId, roundId } = loopRound;
  const { start: firstDay, end: windowEnd } = windowOf(loopRound);
  const candidate = candidateOf(state, { groupId, id: loopRound.candidateId })!;
  const group = groupOf(state, groupId);
  const round = roundOf(state, { groupId, id: roundId })!;
  const times = personTimes(state, groupId);
  const own = times.get(candidate.memberId)!;
  const now = state.now.getTime();
  const horizon = now + MOST_DAYS * DAY;
  const start = Math.max(now, from?.getTime() ?? now);
  const end = Math.min(to?.getTime() ?? horizon, horizon);
  const lastDay = windowEnd < candidate.targetDate ? windowEnd : candidate.targetDate;
  return {
    candidate: own,
    interviewers: interviewersFor(state, loopRound, panel),
    panelSize: round.panelSize,
    length: round.minutes * MINUTE,
    buffer: group.bufferMinutes * MINUTE,
    span: [start, Math.max(start, end)],
    // What starts at this very instant can no longer be booked.
    earliest: now + Math.max(group.minimumNoticeHours * HOUR, 1),
    horizon,
    window: [startOfDay(dayOfDate(firstDay), own.zone), startOfDay(dayOfDate(lastDay) + 1, own.zone)],
    owesFeedback: longOverdue(state, memberOf(state, { groupId, id: candidate.memberId })!).length > 0,
    panel,
    mustHave: interviewerId,
  };
}

/** Present members other than the candidate, or those who are asked for, with what speaks for them. */
function interviewersFor(
  state: RequestState,
  loopRound: LoopRound,
  panel: readonly string[] | null,
): PossibleInterviewer[] {
  const { groupId, candidateId, roundId } = loopRound;
  const { memberId } = candidateOf(state, { groupId, id: candidateId })!;
  const { kind } = roundOf(state, { groupId, id: roundId })!;
  const times = personTimes(state, groupId);
  const balances = balancesOf(state, groupId);
  const repeats = new Map<string, number>();
  for (const session of sessionsOfLoopRound(state, loopRound)) {
    const status = statusOf(state, session);
    if (status === SessionStatus.CANCELLED || status === SessionStatus.NOT_HELD) continue;
    for (const seat of panelOf(state, session).filter(isInterviewer))
      repeats.set(seat.memberId, (repeats.get(seat.memberId) ?? 0) + 1);
  }
  return presentMembers(state, groupId)
    .filter(({ id }) => id !== memberId && (panel === null || panel.includes(id)))
    .map(({ id, qualifiedFor }) => {
      const { given = 0, received = 0 } = balances.get(id) ?? {};
      const isQualified = kindsOf(qualifiedFor).includes(kind);
      return { person: times.get(id)!, isQualified, repeats: repeats.get(id) ?? 0, balance: given - received };
    });
}

/** A panel of the wrong size, with the candidate or with people who are not in the group can never sit. */
export function isAnswerable({ interviewers, panelSize, panel, mustHave }: SlotQuestion): boolean {
  const ids = new Set(interviewers.map(({ person }) => person.memberId));
  if (mustHave !== null && !ids.has(mustHave)) return false;
  if (panel === null) return true;
  const isKnown = panel.every((id) => ids.has(id)) && new Set(panel).size === panel.length;
  return isKnown && panel.length === panelSize && (mustHave === null || panel.includes(mustHave));
}

/**
 * Whether a member goes directly from another session of the group to this one, without a buffer: in an exchange, or because the group had none
 * when they were booked. Moving this one alone does not free its time: the other session needs its buffer again.
 */
function followsDirectly(state: RequestState, session: Session): boolean {
  const { groupId, startsAt } = session;
  if (groupOf(state, groupId).bufferMinutes === 0) return false;
  const times = personTimes(state, groupId);
  const people = [
    candidateOf(state, { groupId, id: session.candidateId })!.memberId,
    ...panelOf(state, session).map(({ memberId }) => memberId),
  ];
  return people.some((memberId) =>
    (times.get(memberId)?.claims ?? []).some(({ time: [, until], sessionId }) => {
      const other = sessionId === null ? undefined : sessionOf(state, { groupId, id: sessionId });
      return until === startsAt.getTime() && other?.endsAt.getTime() === until && other.id !== session.id;
    }),
  );
}

export function remedyFacts(state: RequestState, { groupId, candidateId, realInterviewOn }: LoopRound): RemedyFacts {
  const candidate = candidateOf(state, { groupId, id: candidateId })!;
  const { memberId, planId, targetDate } = candidate;
  const { startsOn } = planOf(state, { groupId, id: planId })!;
  const today = dateIn(state.now, personOf(state, memberOf(state, { groupId, id: memberId })!).timeZone);
  const included = loopOf(state, candidate).filter((loopRound) => loopRound.included).length;
  return {
    targetDate,
    earliestTarget: earliestTarget(runwayStart(startsOn, today), included),
    realInterviewOn,
    planStart: startsOn,
    owed: longOverdue(state, memberOf(state, { groupId, id: memberId })!).map(({ id }) => id),
    isMovable: (id: string) => {
      const session = sessionOf(state, { groupId, id });
      return session !== undefined && session.startsAt > state.now && !followsDirectly(state, session);
    },
  };
}
