import { common, merged, type Interval } from '../../src/common/intervals.rules.js';
import { MINUTE, type Peer, type Placement, type Problem, type Sitting } from '../../src/scheduling/solver/problem.js';
import type { Instance, InstanceLoop, InstancePeer, InstanceRound, InstanceSession, Schedule } from './instance.js';
import { addDays, dayOfDate, daysBetween, firstInstant } from '../../src/common/time.js';

const boundary = (zone: string, date: string, time: string) => firstInstant(date, time, zone).getTime();

/** The day of the week, from 1 for Monday. The 3 is there because 1 January 1970 was a Thursday. */
const dayOfWeek = (date: string) => ((((dayOfDate(date) + 3) % 7) + 7) % 7) + 1;

/** A problem for the solver, with the ids that turn its solution back into a schedule of the instance. */
export interface AdaptedProblem {
  readonly problem: Problem;
  /** The id of the instance's round, for each sitting. */
  readonly roundIds: readonly string[];
  readonly peerIds: readonly string[];
  readonly confirmed: readonly InstanceSession[];
}

interface FixedSession {
  readonly candidate: string;
  readonly interviewers: readonly string[];
  readonly start: number;
  readonly end: number;
}

type OpenRound = InstanceRound & Pick<InstanceLoop, 'candidate' | 'target_date'>;

/** Turns an instance into a problem for the solver, and its local times into instants. */
export function adapt(instance: Instance): AdaptedProblem {
  const confirmed = (instance.confirmed ?? []).filter(({ status }) => status === 'confirmed');
  const fixedIds = new Set(confirmed.map(({ round }) => round));
  const all = instance.loops.flatMap(({ candidate, target_date, rounds }) =>
    rounds.map((round) => ({ ...round, candidate, target_date })),
  );
  const open = all.filter(({ id }) => !fixedIds.has(id));
  const fixed = confirmed.flatMap((session) => {
    const round = all.find(({ id }) => id === session.round);
    const start = Date.parse(session.start);
    const end = start + ((round?.duration_min ?? 0) + instance.buffer_minutes) * MINUTE;
    return round ? [{ candidate: round.candidate, interviewers: session.interviewers, start, end }] : [];
  });
  const dates = coveredDates(open, instance);
  const index = new Map(instance.peers.map(({ id }, at) => [id, at]));
  return {
    problem: {
      gridMinutes: instance.grid_minutes,
      bufferMinutes: instance.buffer_minutes,
      peers: instance.peers.map((peer) => peerOf(peer, dates, fixed)),
      sittings: open.map((round, at) => sittingOf(round, at, open, dates, instance, index)),
      pairs: pairsOf(instance, fixed, index),
    },
    roundIds: open.map(({ id }) => id),
    peerIds: instance.peers.map(({ id }) => id),
    confirmed,
  };
}

/** All dates that a window touches, in whole weeks from a Monday, with spare days for the differences between zones. */
function coveredDates(open: readonly OpenRound[], instance: Instance): string[] {
  const froms = [instance.horizon.from, ...open.map(({ from }) => from)].sort();
  const tos = [instance.horizon.to, ...open.map(({ to }) => to)].sort();
  const early = addDays(froms[0]!, -2);
  const first = addDays(early, 1 - dayOfWeek(early));
  const count = daysBetween(first, tos[tos.length - 1]!) + 3;
  return Array.from({ length: Math.ceil(count / 7) * 7 }, (_, day) => addDays(first, day));
}

function peerOf(peer: InstancePeer, dates: readonly string[], fixed: readonly FixedSession[]): Peer {
  const midnight = [...dates, addDays(dates[dates.length - 1]!, 1)].map((date) => boundary(peer.zone, date, '00:00'));
  const inside = ({ time: [from, until] }: { time: Interval }, instant: number) => from <= instant && instant < until;
  const given = fixed.filter(({ interviewers }) => interviewers.includes(peer.id));
  const taken = fixed.filter(({ candidate }) => candidate === peer.id);
  const days = dates.map((_, day) => ({ time: [midnight[day]!, midnight[day + 1]!] as const }));
  const weeks = dates
    .filter((_, day) => day % 7 === 0)
    .map((_, week) => ({ time: [midnight[week * 7]!, midnight[week * 7 + 7]!] as const }));
  return {
    hours: hoursOf(peer, dates),
    busy: merged([...given, ...taken].map(({ start, end }): Interval => [start, end])),
    weeks: weeks.map((week) => ({
      ...week,
      room: peer.max_interviews_per_week - given.filter(({ start }) => inside(week, start)).length,
    })),
    days: days.map((day) => ({ ...day, isTaken: taken.some(({ start }) => inside(day, start)) })),
    isCounted: true,
    load: (peer.credit ?? 0) + given.length - taken.reduce((sum, { interviewers }) => sum + interviewers.length, 0),
  };
}

function hoursOf(peer: InstancePeer, dates: readonly string[]): Interval[] {
  const exceptions = new Map((peer.exceptions ?? []).map((exception) => [exception.date, exception]));
  const hours = dates.flatMap((date) => {
    const exception = exceptions.get(date);
    const windows = exception
      ? exception.closed
        ? []
        : (exception.windows ?? [])
      : peer.weekly.filter(({ dow }) => dow === dayOfWeek(date));
    return windows.map(({ start, end }): Interval => [
      boundary(peer.zone, date, start),
      boundary(peer.zone, end > start ? date : addDays(date, 1), end),
    ]);
  });
  return merged(hours);
}

function sittingOf(
  round: OpenRound,
  at: number,
  open: readonly OpenRound[],
  dates: readonly string[],
  instance: Instance,
  index: ReadonlyMap<string, number>,
): Sitting {
  const candidate = index.get(round.candidate) ?? -1;
  const { zone } = instance.peers[candidate]!;
  const last = round.to < round.target_date ? round.to : round.target_date;
  const window: Interval = [boundary(zone, round.from, '00:00'), boundary(zone, addDays(last, 1), '00:00')];
  const [starts] = common([window], [[Date.parse(instance.not_before), Infinity]]);
  const targets = [...new Set(open.map(({ target_date }) => target_date))].sort();
  return {
    candidate,
    round: at,
    minutes: round.duration_min,
    panelSize: round.interviewers,
    interviewers: instance.peers.flatMap((peer, person) =>
      person !== candidate && peer.qualified.includes(round.type) ? [person] : [],
    ),
    starts: starts ?? [0, 0],
    firstDay: daysBetween(dates[0]!, round.from),
    urgency: targets.length - 1 - targets.indexOf(round.target_date),
  };
}

function pairsOf(instance: Instance, fixed: readonly FixedSession[], index: ReadonlyMap<string, number>) {
  const history = (instance.pair_history ?? []).map(({ interviewer, candidate, count }) => ({
    interviewer: index.get(interviewer) ?? -1,
    candidate: index.get(candidate) ?? -1,
    count,
  }));
  const booked = fixed.flatMap(({ candidate, interviewers }) =>
    interviewers.map((interviewer) => ({
      interviewer: index.get(interviewer) ?? -1,
      candidate: index.get(candidate) ?? -1,
      count: 1,
    })),
  );
  return [...history, ...booked];
}

/** A schedule in the checker's format. Sessions that were already booked stay as they are. */
export function scheduleOf(adapted: AdaptedProblem, placements: readonly Placement[]): Schedule {
  const placed = new Set(placements.map(({ sitting }) => sitting));
  const blank = { shadow: null, question: null };
  return {
    sessions: [
      ...adapted.confirmed.map(({ round, start, interviewers }) => ({ round, start, interviewers, ...blank })),
      ...placements.map(({ sitting, start, interviewers }) => ({
        round: adapted.roundIds[sitting]!,
        start: new Date(start).toISOString().replace('.000Z', 'Z'),
        interviewers: interviewers.map((person) => adapted.peerIds[person]!),
        ...blank,
      })),
    ],
    unplaced: adapted.roundIds
      .filter((_, sitting) => !placed.has(sitting))
      .map((round) => ({ round, reason: 'NO_FREE_COLUMN' })),
  };
}
