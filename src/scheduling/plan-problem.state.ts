import { kindsOf } from '../availability/qualification.rules.js';
import { longOverdue } from '../booking/debt.state.js';
import { merged, type Interval } from '../common/intervals.rules.js';
import type { RequestState } from '../common/request-state.js';
import { DAY, dayNumber, dayOfDate, firstDayOfWeek, HOUR, MINUTE, startOfDay, weekNumber } from '../common/time.js';
import { GRID, type PersonTime } from '../availability/starts.rules.js';
import { MOST_DAYS } from '../availability/hours.rules.js';
import { groupOf, memberOf, presentMembers } from '../groups/groups.state.js';
import type { Member } from '../groups/member.entity.js';
import { roundOf } from '../guides/guides.state.js';
import type { Candidate } from '../plans/candidate.entity.js';
import type { LoopRound } from '../plans/loop-round.entity.js';
import { windowOf } from '../plans/pacing.rules.js';
import type { Plan } from '../plans/plan.entity.js';
import { candidatesOfPlan, loopOf, targetSessionsOf } from '../plans/plans.state.js';
import { LoopRoundStatus } from '../sessions/loop-status.rules.js';
import { isInterviewer, SessionStatus } from '../sessions/session.rules.js';
import {
  candidateOfSession,
  everySession,
  panelOf,
  sessionsThatCount,
  statusOf,
  statusOfLoopRound,
} from '../sessions/sessions.state.js';
import { standingsOf } from './balance.state.js';
import { personTimes } from './person-time.state.js';
import type { Days } from './slots.state.js';
import { creditsOf } from './proposal.rules.js';
import type { Peer, Problem, Sitting } from './solver/problem.js';

/** What a proposal is asked for: a plan, and the days that it may use. */
export interface Wanted extends Days {
  plan: Plan;
}

/** A problem for the solver, with the names behind its numbers. */
export interface PlanProblem {
  problem: Problem;
  plan: Plan;
  memberIds: string[];
  /** The loop round of each sitting. */
  loopRounds: LoopRound[];
  /** The days that it may use. */
  days: Days;
}

interface Open {
  candidate: Candidate;
  loopRound: LoopRound;
  count: number;
}

/** All open sittings of a plan as a problem: what is booked is fixed, and takes time, days, weeks, load and pair history. */
export function planProblem(state: RequestState, wanted: Wanted): PlanProblem {
  const { groupId } = wanted.plan;
  const open = openSittings(state, wanted.plan);
  const now = state.now.getTime();
  const span: Interval = [now, now + MOST_DAYS * DAY];
  const members = peersOf(state, groupId, open);
  const index = new Map(members.map(({ id }, n) => [id, n]));
  const loads = loadsOf(state, groupId);
  const times = personTimes(state, groupId);
  const sittings = open.flatMap((each, round) =>
    Array.from({ length: each.count }, () => {
      return { ...each, sitting: { ...sittingOf(state, wanted, each, members, index), round } };
    }),
  );
  const targets = [...new Set(sittings.map(({ candidate }) => candidate.targetDate))].toSorted();
  return {
    plan: wanted.plan,
    days: { from: wanted.from, to: wanted.to },
    memberIds: members.map(({ id }) => id),
    loopRounds: sittings.map(({ loopRound }) => loopRound),
    problem: {
      gridMinutes: GRID / MINUTE,
      bufferMinutes: groupOf(state, groupId).bufferMinutes,
      peers: members.map(({ id }) => peerOf(times.get(id)!, span, loads.get(id)!)),
      sittings: sittings.map(({ sitting, candidate }) => ({
        ...sitting,
        urgency: targets.length - 1 - targets.indexOf(candidate.targetDate),
      })),
      pairs: pairsOf(state, groupId, index),
    },
  };
}

/** The rounds of a plan that want more sessions, and how many. */
function openSittings(state: RequestState, plan: Plan): Open[] {
  return candidatesOfPlan(state, plan, false).flatMap((candidate) =>
    loopOf(state, candidate).flatMap((loopRound) => {
      if (statusOfLoopRound(state, loopRound) !== LoopRoundStatus.TO_SCHEDULE) return [];
      const used = sessionsThatCount(state, loopRound).length;
      return [{ candidate, loopRound, count: targetSessionsOf(state, loopRound) - used }];
    }),
  );
}

/** The members who can interview or be interviewed in this plan. */
function peersOf(state: RequestState, groupId: string, open: readonly Open[]): Member[] {
  const kinds = new Set(open.map(({ loopRound: { roundId } }) => roundOf(state, { groupId, id: roundId })!.kind));
  const candidates = new Set(open.map(({ candidate }) => candidate.memberId));
  const times = personTimes(state, groupId);
  return presentMembers(state, groupId).filter(({ id, qualifiedFor }) => {
    const { hours, weeklyLimit } = times.get(id)!;
    const canGive = hours !== null && weeklyLimit > 0 && kindsOf(qualifiedFor).some((kind) => kinds.has(kind));
    return canGive || candidates.has(id);
  });
}

/** Stands for the mean while a group has no sessions. */
const USUAL_MINUTES = 45;

/** Net load in interviews: what the balance says, and what is booked. */
function loadsOf(state: RequestState, groupId: string): Map<string, number> {
  const minutes = everySession(state, groupId)
    .filter(({ cancelledAt }) => cancelledAt === null)
    .map(({ startsAt, endsAt }) => (endsAt.getTime() - startsAt.getTime()) / MINUTE);
  const mean = minutes.length === 0 ? USUAL_MINUTES : minutes.reduce((sum, each) => sum + each, 0) / minutes.length;
  const loads = creditsOf(standingsOf(state, groupId), mean);
  const add = (id: string, change: number) => loads.set(id, (loads.get(id) ?? 0) + change);
  for (const session of everySession(state, groupId)) {
    const status = statusOf(state, session);
    if (status !== SessionStatus.SCHEDULED && status !== SessionStatus.IN_PROGRESS) continue;
    for (const seat of panelOf(state, session).filter(isInterviewer)) {
      add(seat.memberId, 1);
      add(candidateOfSession(state, session).memberId, -1);
    }
  }
  return loads;
}

function peerOf(time: PersonTime, [from, until]: Interval, load: number): Peer {
  const { zone, hours, claims, weeklyLimit, given, own } = time;
  const first = dayNumber(from, zone);
  const last = dayNumber(until, zone) + 1;
  const ownDays = new Set(own.map(({ startsAt }) => dayNumber(startsAt, zone)));
  const days = Array.from({ length: last - first + 1 }, (_, n) => ({
    time: [startOfDay(first + n, zone), startOfDay(first + n + 1, zone)] as const,
    isTaken: ownDays.has(first + n),
  }));
  const firstWeek = weekNumber(first);
  const weeks = Array.from({ length: weekNumber(last) - firstWeek + 1 }, (_, n) => {
    const monday = firstDayOfWeek(firstWeek + n);
    const [start, end] = [startOfDay(monday, zone), startOfDay(monday + 7, zone)];
    const count = given.filter((at) => start <= at && at < end).length;
    return { time: [start, end] as const, room: Math.max(0, weeklyLimit - count) };
  });
  return {
    hours: hours ?? [],
    busy: merged(claims.map((claim) => claim.time)),
    days,
    weeks,
    load,
    isCounted: true,
  };
}

function sittingOf(
  state: RequestState,
  { plan, from, to }: Wanted,
  { candidate, loopRound }: Open,
  members: readonly Member[],
  index: ReadonlyMap<string, number>,
): Omit<Sitting, 'urgency' | 'round'> {
  const { groupId } = plan;
  const round = roundOf(state, { groupId, id: loopRound.roundId })!;
  const { zone } = personTimes(state, groupId).get(candidate.memberId)!;
  const { start, end } = windowOf(loopRound);
  const firstDay = dayOfDate(from !== null && from > start ? from : start);
  const lastDay = dayOfDate([end, candidate.targetDate, to ?? end].toSorted()[0]!);
  const earliest = state.now.getTime() + Math.max(groupOf(state, groupId).minimumNoticeHours * HOUR, 1);
  const owes = longOverdue(state, memberOf(state, { groupId, id: candidate.memberId })!).length > 0;
  // Slots look no further ahead, so that what is proposed can be published.
  const furthest = state.now.getTime() + MOST_DAYS * DAY;
  const starts: Interval = [
    Math.max(earliest, startOfDay(firstDay, zone)),
    Math.min(furthest, startOfDay(lastDay + 1, zone)),
  ];
  return {
    candidate: index.get(candidate.memberId)!,
    minutes: round.minutes,
    panelSize: round.panelSize,
    interviewers: members.flatMap(({ id, qualifiedFor }, n) =>
      id !== candidate.memberId && kindsOf(qualifiedFor).includes(round.kind) ? [n] : [],
    ),
    // Candidates who have long-overdue scorecards are not booked.
    starts: owes || starts[0] >= starts[1] ? [0, 0] : starts,
    firstDay: dayOfDate(start) - dayNumber(state.now.getTime(), zone),
  };
}

/** How often each has interviewed each candidate, or will. */
function pairsOf(state: RequestState, groupId: string, index: ReadonlyMap<string, number>): Problem['pairs'] {
  const counts = new Map<string, { interviewer: number; candidate: number; count: number }>();
  for (const session of everySession(state, groupId)) {
    const status = statusOf(state, session);
    if (status === SessionStatus.CANCELLED || status === SessionStatus.NOT_HELD) continue;
    const candidate = index.get(candidateOfSession(state, session).memberId);
    for (const seat of panelOf(state, session).filter(isInterviewer)) {
      const interviewer = index.get(seat.memberId);
      if (candidate === undefined || interviewer === undefined) continue;
      const key = `${interviewer} ${candidate}`;
      counts.set(key, { interviewer, candidate, count: (counts.get(key)?.count ?? 0) + 1 });
    }
  }
  return [...counts.values()];
}
