import { merged, type Interval } from '../../common/intervals.rules.js';
import { indexAt } from './calendar.js';
import { MINUTE, type Peer, type Placement, type Problem, type Sitting } from './problem.js';

/** A placement that is settled; `bufferMinutes` stay free after it (none inside an exchange). */
export interface Booked extends Placement {
  readonly bufferMinutes: number;
}

/** The problem that is left once some placements are booked: they take time, days, weeks, load and pair history. */
export function withBooked(problem: Problem, booked: readonly Booked[]): Problem {
  const settled = new Set(booked.map(({ sitting }) => sitting));
  const sessions = booked.map((each) => {
    const sitting = problem.sittings[each.sitting]!;
    const until = each.start + (sitting.minutes + each.bufferMinutes) * MINUTE;
    const time: Interval = [each.start, until];
    return { ...each, candidate: sitting.candidate, time };
  });
  return {
    ...problem,
    peers: problem.peers.map((peer, p) => {
      const given = sessions.filter(({ interviewers }) => interviewers.includes(p));
      const taken = sessions.filter(({ candidate }) => candidate === p);
      const received = taken.reduce((sum, { interviewers }) => sum + interviewers.length, 0);
      return peerWithBooked(peer, given, taken, given.length - received);
    }),
    sittings: problem.sittings.map((sitting, s) => (settled.has(s) ? closed(sitting) : sitting)),
    pairs: [
      ...problem.pairs,
      ...sessions.flatMap(({ interviewers, candidate }) =>
        interviewers.map((interviewer) => ({ interviewer, candidate, count: 1 })),
      ),
    ],
  };
}

type Session = Booked & { readonly time: Interval };

function peerWithBooked(peer: Peer, given: readonly Session[], taken: readonly Session[], change: number): Peer {
  const fullDays = new Set(taken.map(({ start }) => indexAt(peer.days, start)));
  return {
    ...peer,
    busy: merged([...peer.busy, ...given.map(({ time }) => time), ...taken.map(({ time }) => time)]),
    weeks: peer.weeks.map((week, w) => ({
      ...week,
      room: week.room - given.filter(({ start }) => indexAt(peer.weeks, start) === w).length,
    })),
    days: peer.days.map((day, d) => ({ ...day, isTaken: day.isTaken || fullDays.has(d) })),
    load: peer.load + change,
  };
}

/** A sitting without allowed starts, so that the indices of the others stay. */
function closed(sitting: Sitting): Sitting {
  return { ...sitting, starts: [0, 0] };
}
