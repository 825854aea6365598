import fc from 'fast-check';
import { questions } from '../../test/kit/slot-questions.js';
import {
  addRemedy,
  remediesFor,
  RemedyKind,
  type RemedyFacts,
  type RemedyFound,
} from '../availability/remedies.rules.js';
import { bitOf, BlockReason, reasonsIn, startAt, type PersonTime } from '../availability/starts.rules.js';
import { HOUR } from '../common/time.js';
import { appointmentFor, appointmentForExchange, type Appointment } from './appointments.rules.js';
import { blockIn } from './blocks.rules.js';
import { choicesOf } from './choices.rules.js';
import { isClearable, type Participant } from './participants.rules.js';
import { fieldOf, slotsIn, type SlotQuestion } from './slots.rules.js';

const midnight = Date.UTC(2027, 2, 27);
const facts: RemedyFacts = {
  targetDate: '2027-04-30',
  earliestTarget: '2020-01-01',
  planStart: '2027-03-01',
  realInterviewOn: null,
  owed: ['card'],
  isMovable: () => true,
};
const everything = Object.values(BlockReason).reduce((bits, reason) => bits | bitOf(reason), 0);

const person = (memberId: string, hours: PersonTime['hours']): PersonTime => {
  return { memberId, zone: 'UTC', hours, claims: [], weeklyLimit: 3, given: [], own: [] };
};
const could = (each: PersonTime) => ({ person: each, isQualified: true, repeats: 0, balance: 0 });

const question: SlotQuestion = {
  candidate: person('ana', [[midnight, midnight + 24 * HOUR]]),
  interviewers: [could(person('bo', []))],
  ...{ panelSize: 1, length: HOUR, buffer: 0, span: [midnight, midnight + 24 * HOUR] },
  ...{ earliest: midnight, horizon: Infinity, window: [midnight, midnight + 24 * HOUR] },
  ...{ owesFeedback: false, panel: null, mustHave: null },
};
const choicesFor = (asked: SlotQuestion) => choicesOf(appointmentFor({ field: fieldOf(asked), facts }), everything);

/** How many changes free these people at a start; a session that several of them need moved is one change. */
function changesAt(people: readonly Participant[], n: number): number {
  const found: RemedyFound[] = [];
  for (const { half, person, obstacles } of people) {
    const { starts } = half.field;
    const start = startAt(starts, n);
    const against = { person, start, time: [start, start + starts.length] as const, starts };
    for (const reason of reasonsIn(obstacles[n]!))
      for (const remedy of remediesFor(reason, against, half.facts, half.field.question.candidate)!)
        addRemedy(found, remedy);
  }
  return found.length;
}

/** How many changes the best of all panels at all starts takes; infinite if no changes help. */
function fewestChanges({ needed, others, seats, starts }: Appointment): number {
  const panels = (people: readonly Participant[], size: number): Participant[][] =>
    size === 0
      ? [[]]
      : people.flatMap((each, at) => panels(people.slice(at + 1), size - 1).map((rest) => [each, ...rest]));
  const allowed = everything & ~bitOf(BlockReason.TOO_SOON);
  let least = Infinity;
  for (const panel of panels(others, seats))
    for (const n of starts) {
      const people = [...needed, ...panel];
      if (!people.every((each) => isClearable(each, n, allowed))) continue;
      least = Math.min(least, changesAt(people, n));
    }
  return least;
}

describe('the choices of a block', () => {
  it('the first choice of a block takes as few changes as the best panel at the best start', () => {
    let large = 0;
    fc.assert(
      fc.property(questions, fc.integer({ min: 1, max: 3 }), (asked, panelSize) => {
        const all = { ...asked, panelSize, panel: null };
        const field = fieldOf(all);
        if (slotsIn(field, 1).length > 0) return;
        // A window after the target date takes two changes.
        const half = { field, facts: { ...facts, targetDate: '2027-03-28' } };
        const appointment = appointmentFor(half);
        const [smallest] = choicesOf(appointment, everything);
        const fewest = fewestChanges(appointment);
        expect([all, smallest?.length ?? Infinity]).toEqual([all, fewest]);
        expect([all, blockIn(field, half.facts)!.choices[0]?.length ?? Infinity]).toEqual([all, fewest]);
        if (panelSize > 1 && smallest) large += 1;
      }),
      { numRuns: 500, seed: 47 },
    );
    expect(large).toBeGreaterThan(100);
  });

  it('choices ask for hours by day, as few as possible, on a day that is near to the window', () => {
    const windowOf = (asked: SlotQuestion) => choicesFor(asked)[0]![0]!.window;
    const hours = (from: number, until: number) => [midnight + from * HOUR, midnight + until * HOUR] as const;
    expect(windowOf(question)).toEqual(hours(8, 9));
    const evening = could(person('bo', [hours(18, 18.75)]));
    expect(windowOf({ ...question, interviewers: [evening] })).toEqual(hours(17.75, 18));
    const always = person('bo', [hours(0, 240)]);
    const late = {
      ...{ ...question, candidate: { ...always, memberId: 'ana' }, interviewers: [could(always)] },
      ...{ span: hours(0, 240), window: hours(240, 264) },
    };
    // The span ends before the window, so the last start of the span is the nearest.
    expect(choicesFor(late)[0]!.at(-1)).toMatchObject({ kind: RemedyKind.WIDEN_WINDOW, date: '2027-04-05' });
  });

  it('choices of an exchange widen the window to the day that is nearest to both', () => {
    const days = (from: number, until: number) => [midnight + from * 24 * HOUR, midnight + until * 24 * HOUR] as const;
    const noons = [1, 3, 8].map((n) => [midnight + (n * 24 + 12) * HOUR, midnight + (n * 24 + 13) * HOUR] as const);
    const ask = (window: readonly [number, number]): SlotQuestion => ({
      ...{ ...question, span: days(0, 9), window },
      candidate: person('ana', noons),
      interviewers: [could(person('bo', [days(0, 10)]))],
    });
    const half = (window: readonly [number, number], roundId: string) => ({
      field: fieldOf(ask(window)),
      facts,
      roundId,
    });
    const appointment = appointmentForExchange(half(days(0, 9), 'first'), half(days(5, 8), 'second'));
    expect(choicesOf(appointment, bitOf(BlockReason.OUT_OF_WINDOW))[0]!.at(-1)).toMatchObject({
      ...{ kind: RemedyKind.WIDEN_WINDOW, date: '2027-04-04', roundId: 'second' },
    });
  });

  it('choices move a session that can be moved, although one that cannot be moved is in the way earlier', () => {
    const claim = (hour: number, sessionId: string | null) => ({
      time: [midnight + hour * HOUR, midnight + (hour + 1) * HOUR] as const,
      sessionId,
    });
    const hours = [9, 12].map((hour) => [midnight + hour * HOUR, midnight + (hour + 1) * HOUR] as const);
    const bo = { ...person('bo', hours), claims: [claim(9, null), claim(12, 'movable')] };
    const choices = choicesOf(
      appointmentFor({ field: fieldOf({ ...question, interviewers: [could(bo)] }), facts }),
      bitOf(BlockReason.ALL_BOOKED),
    );
    expect(choices).toEqual([[{ kind: RemedyKind.MOVE_SESSION, memberId: 'bo', sessionId: 'movable' }]]);
  });
});
