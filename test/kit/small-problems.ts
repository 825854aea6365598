import fc from 'fast-check';
import type { Interval } from '../../src/common/intervals.rules.js';
import { MINUTE, type Problem } from '../../src/scheduling/solver/problem.js';

const HOUR = 60 * MINUTE;

/** Four people with two to three hours on one evening, on which each prepares for one session at most. Exchanges place more, because they need fewer buffers. */
export const oneEvening = (): fc.Arbitrary<Problem> =>
  fc
    .record({
      hours: fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 4, max: 6 })), { minLength: 4, maxLength: 4 }),
      loads: fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 4, maxLength: 4 }),
      candidates: fc.array(fc.nat(3), { minLength: 3, maxLength: 5 }),
    })
    .map(({ hours, loads, candidates }) => {
      const evening: Interval = [0, 24 * HOUR];
      return {
        ...{ gridMinutes: 30, bufferMinutes: 30, pairs: [] },
        peers: hours.map(([from, halves], n) => ({
          hours: [[from * 30 * MINUTE, (from + halves) * 30 * MINUTE] as const],
          ...{ busy: [], load: loads[n]!, isCounted: true, weeks: [{ time: evening, room: 5 }] },
          days: [{ time: evening, isTaken: false }],
        })),
        sittings: candidates.map((candidate, round) => ({
          ...{ candidate, round, minutes: 60, panelSize: 1, starts: evening, firstDay: 0, urgency: 0 },
          interviewers: [0, 1, 2, 3].filter((n) => n !== candidate),
        })),
      };
    });

/** Two to four people who share a few evenings of four hours, with up to six sittings, some loads and some earlier pairs. */
export const smallProblem = (bufferMinutes: number): fc.Arbitrary<Problem> =>
  fc
    .record({
      people: fc.integer({ min: 2, max: 4 }),
      evenings: fc.integer({ min: 1, max: 3 }),
      sittings: fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 2 }), fc.nat(3)), {
        minLength: 1,
        maxLength: 6,
      }),
      loads: fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 4, maxLength: 4 }),
      rooms: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 4, maxLength: 4 }),
      met: fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { maxLength: 3 }),
    })
    .map(({ people, evenings, sittings, loads, rooms, met }) => {
      const all = Array.from({ length: people }, (_, n) => n);
      const days = Array.from({ length: evenings }, (_, n): Interval => [n * 24 * HOUR, n * 24 * HOUR + 4 * HOUR]);
      const span: Interval = [0, 24 * HOUR * evenings];
      return {
        ...{ gridMinutes: 30, bufferMinutes },
        peers: all.map((n) => ({
          ...{ hours: days, busy: [], load: loads[n]!, isCounted: true },
          weeks: [{ time: span, room: rooms[n]! }],
          days: days.map((time) => ({ time, isTaken: false })),
        })),
        pairs: met
          .filter(([a, b]) => a !== b && a < people && b < people)
          .map(([interviewer, candidate]) => ({ interviewer, candidate, count: 1 })),
        sittings: sittings.map(([who, panelSize, absent], round) => {
          const candidate = who % people;
          const interviewers = all.filter((n) => n !== candidate && (people < 4 || n !== absent));
          return { candidate, round, minutes: 60, panelSize, interviewers, starts: span, firstDay: 0, urgency: 0 };
        }),
      };
    });
