import type { Claim, PersonTime } from '../availability/starts.rules.js';
import type { Interval } from '../common/intervals.rules.js';
import { push } from '../common/grouping.js';
import { newId } from '../common/ids.js';
import type { RequestState } from '../common/request-state.js';
import { MINUTE } from '../common/time.js';
import { groupOf } from '../groups/groups.state.js';
import { roundOf } from '../guides/guides.state.js';
import type { LoopRound } from '../plans/loop-round.entity.js';
import { candidateOf, loopRoundOf } from '../plans/plans.state.js';
import type { PlanProblem } from './plan-problem.state.js';
import type { Quality, UnplacedFound } from './proposal.rules.js';
import type { ProposedSession } from './proposed-session.entity.js';
import { blockBeside, inTurn, type Beside } from './slots.state.js';
import type { Solution } from './solver/solve.js';

/** Translates a solution: its sessions, the sittings without a place and why, and its quality. */
export async function foundIn(state: RequestState, planned: PlanProblem, { placements, exchanges, quality }: Solution) {
  const halves = new Map(exchanges.flatMap(([one, other]) => [[one, other] as const, [other, one] as const]));
  const ids = new Map(placements.map(({ sitting }) => [sitting, newId()]));
  const sessions = placements.map(({ sitting, start, interviewers }) => {
    const loopRound = planned.loopRounds[sitting]!;
    const { minutes } = roundOf(state, { groupId: loopRound.groupId, id: loopRound.roundId })!;
    return {
      id: ids.get(sitting)!,
      loopRoundId: loopRound.id,
      exchangedWithId: ids.get(halves.get(sitting) ?? NOBODY) ?? null,
      startsAt: new Date(start),
      endsAt: new Date(start + minutes * MINUTE),
      panel: interviewers.map((at) => planned.memberIds[at]!),
    };
  });
  const placed = new Set(placements.map(({ sitting }) => sitting));
  const beside = takenBy(state, planned.plan.groupId, sessions);
  const blocks = new Map<LoopRound, UnplacedFound['block']>();
  const unplaced: UnplacedFound[] = [];
  for (const [sitting, loopRound] of planned.loopRounds.entries()) {
    if (placed.has(sitting)) continue;
    // The sittings of one round have the same reason. Other requests are answered between two searches.
    const block =
      blocks.get(loopRound) ?? (await inTurn(() => blockBeside(state, loopRound, { days: planned.days, beside })));
    blocks.set(loopRound, block);
    unplaced.push({ loopRoundId: loopRound.id, block });
  }
  return { sessions, unplaced, quality: qualityOf(quality) };
}

const NOBODY = -1;

/** The time that sessions of a proposal take, added one after the other. */
interface TimeTaken extends Pick<Beside, 'time'> {
  add: (session: TimeTaking, bufferMinutes: number) => void;
  /** How many sessions of a loop round were added. */
  sittings: (loopRoundId: string) => number;
}

type TimeTaking = Pick<ProposedSession, 'loopRoundId' | 'startsAt' | 'endsAt' | 'panel'>;

export function timeTaken(state: RequestState, groupId: string): TimeTaken {
  const claims = new Map<string, Claim[]>();
  const given = new Map<string, number[]>();
  const own = new Map<string, PersonTime['own'][number][]>();
  const sittings = new Map<string, number>();
  return {
    add({ loopRoundId, startsAt, endsAt, panel }, bufferMinutes) {
      const { candidateId } = loopRoundOf(state, { groupId, id: loopRoundId })!;
      const { memberId } = candidateOf(state, { groupId, id: candidateId })!;
      const time: Interval = [startsAt.getTime(), endsAt.getTime() + bufferMinutes * MINUTE];
      for (const id of [memberId, ...panel]) push(claims, id, { time, sessionId: null });
      for (const id of panel) push(given, id, startsAt.getTime());
      push(own, memberId, { startsAt: startsAt.getTime(), sessionId: loopRoundId });
      sittings.set(loopRoundId, (sittings.get(loopRoundId) ?? 0) + 1);
    },
    time: (time) => ({
      ...time,
      claims: [...time.claims, ...(claims.get(time.memberId) ?? [])],
      given: [...time.given, ...(given.get(time.memberId) ?? [])],
      own: [...time.own, ...(own.get(time.memberId) ?? [])],
    }),
    sittings: (loopRoundId) => sittings.get(loopRoundId) ?? 0,
  };
}

/** What all the sessions of a proposal would add to the time of each member. */
export function takenBy(state: RequestState, groupId: string, sessions: readonly TimeTaking[]): Beside['time'] {
  const { bufferMinutes } = groupOf(state, groupId);
  const taken = timeTaken(state, groupId);
  for (const session of sessions) taken.add(session, bufferMinutes);
  return taken.time;
}

function qualityOf({ solveMilliseconds, stoppedEarly, ...levels }: Solution['quality']): Quality {
  const { placed, loadSpread, repeatedPairs, exchanges, waitingDays } = levels;
  return {
    ...{ placed: placed.value, placedBound: placed.bound },
    ...{ loadSpread: loadSpread.value, loadSpreadBound: loadSpread.bound },
    ...{ repeatedPairs: repeatedPairs.value, repeatedPairsBound: repeatedPairs.bound },
    ...{ exchanges: exchanges.value, exchangesBound: exchanges.bound },
    ...{ waitingDays: waitingDays.value, waitingDaysBound: waitingDays.bound },
    solveMilliseconds: Math.round(solveMilliseconds),
    stoppedEarly,
  };
}
