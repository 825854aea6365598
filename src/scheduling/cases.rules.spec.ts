import { bitOf, BlockReason, type PersonTime } from '../availability/starts.rules.js';
import { HOUR } from '../common/time.js';
import { bitsOf, casesOf, casesOfExchange } from './cases.rules.js';
import { fieldOf, type SlotQuestion } from './slots.rules.js';
import type { RemedyFacts } from '../availability/remedies.rules.js';

const midnight = Date.UTC(2027, 2, 27);
const facts: RemedyFacts = {
  targetDate: '2027-03-28',
  earliestTarget: '2020-01-01',
  planStart: '2027-03-01',
  realInterviewOn: null,
  owed: [],
  isMovable: () => true,
};

const person = (memberId: string, hours: PersonTime['hours']): PersonTime => {
  return { memberId, zone: 'UTC', hours, claims: [], weeklyLimit: 3, given: [], own: [] };
};

const question: SlotQuestion = {
  candidate: person('ana', [[midnight, midnight + 24 * HOUR]]),
  interviewers: [{ person: person('bo', []), isQualified: true, repeats: 0, balance: 0 }],
  ...{ panelSize: 1, length: HOUR, buffer: 0, span: [midnight, midnight + 24 * HOUR] },
  ...{ earliest: midnight, horizon: Infinity, window: [midnight, midnight + 24 * HOUR] },
  ...{ owesFeedback: false, panel: null, mustHave: null },
};

describe('the cases of a start', () => {
  it('keep only the earliest start for the same changes by the same people, and a later one by day if it costs less', () => {
    const cases = casesOf({ field: fieldOf(question), facts });
    // Bo needs a whole hour, and the last sessions would end on the next day, when Ana has no hours.
    expect(cases.map(({ n, cost }) => [n / 4, cost.toFixed(3)])).toEqual([
      [0, '1.270'],
      [8, '1.020'],
      [23.25, '2.525'],
    ]);
    expect(bitsOf(cases[0]!)).toBe(bitOf(BlockReason.NO_COMMON_TIME));
  });

  it('prefer the start for which the fewest hours are missing, and the day nearest to the window', () => {
    const bo = (hours: PersonTime['hours']) => ({
      ...{ person: person('bo', hours), isQualified: true, repeats: 0, balance: 0 },
    });
    const evening = [midnight + 18 * HOUR, midnight + 18.75 * HOUR] as const;
    const startsFor = (asked: SlotQuestion) =>
      casesOf({ field: fieldOf(asked), facts })
        .toSorted((a, b) => a.cost - b.cost)
        .map(({ n }) => n / 4);
    expect(startsFor({ ...question, interviewers: [bo([evening])] })[0]).toBe(17.75);
    const always = [midnight, midnight + 240 * HOUR] as const;
    const late = {
      ...{ ...question, candidate: person('ana', [always]), interviewers: [bo([always])] },
      ...{ span: always, window: [midnight + 240 * HOUR, midnight + 264 * HOUR] as const },
    };
    // The span ends before the window, so the last start of the span is the nearest.
    expect(startsFor(late)[0]).toBe(239);
  });

  it('of an exchange prefer the day that is nearest to the windows of both halves', () => {
    const days = (from: number, until: number) => [midnight + from * 24 * HOUR, midnight + until * 24 * HOUR] as const;
    const ask = (window: readonly [number, number], noon: readonly number[]): SlotQuestion => ({
      ...{ ...question, span: days(0, 9), window },
      candidate: person(
        'ana',
        noon.map((n) => [midnight + (n * 24 + 12) * HOUR, midnight + (n * 24 + 13) * HOUR]),
      ),
      interviewers: [{ person: person('bo', [days(0, 10)]), isQualified: true, repeats: 0, balance: 0 }],
    });
    const half = (window: readonly [number, number]) => ({ field: fieldOf(ask(window, [1, 3, 8])), facts });
    const outside = casesOfExchange(half(days(0, 9)), half(days(5, 8))).filter(
      (each) => bitsOf(each) === bitOf(BlockReason.OUT_OF_WINDOW),
    );
    expect(outside.map(({ n }) => Math.floor(n / 96))[0]).toBe(8);
  });

  it('include a start that a change can clear, besides an earlier start that no change can clear', () => {
    const claim = (hour: number, sessionId: string | null) => ({
      time: [midnight + hour * HOUR, midnight + (hour + 1) * HOUR] as const,
      sessionId,
    });
    const bo = { ...person('bo', [[midnight, midnight + 24 * HOUR]]), claims: [claim(9, null), claim(12, 'movable')] };
    const asked = { ...question, interviewers: [{ person: bo, isQualified: true, repeats: 0, balance: 0 }] };
    const booked = casesOf({ field: fieldOf(asked), facts }).filter(
      (each) => bitsOf(each) === bitOf(BlockReason.ALL_BOOKED),
    );
    expect(booked.map(({ sides }) => sides[1]!.isStuck)).toEqual([true, false]);
  });
});
