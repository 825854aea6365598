import fc from 'fast-check';
import { bitOf, BlockReason } from '../availability/starts.rules.js';
import type { Appointment } from './appointments.rules.js';
import { panelsAt } from './cheapest-panels.rules.js';
import type { Participant } from './participants.rules.js';

const DAILY = bitOf(BlockReason.DAILY_LIMIT);
const WEEKLY = bitOf(BlockReason.WEEKLY_LIMIT);
const NOT_QUALIFIED = bitOf(BlockReason.NO_QUALIFIED_INTERVIEWER);

/** A person with obstacles at the only start; each costs one change. */
const person = (place: number, bits: number) =>
  ({
    place,
    obstacles: Uint16Array.of(bits),
    stuck: null,
    person: { claims: [], hours: [], zone: 'UTC' },
    half: { field: { starts: { from: 0, length: 1, buffer: 0, count: 1 } }, facts: { owed: [] } },
  }) as unknown as Participant;

const placesOf = (panel: readonly Participant[]) => panel.map(({ place }) => place).join();
const changesOf = (panel: readonly Participant[]) =>
  panel.reduce((sum, { obstacles }) => sum + obstacles[0]!.toString(2).replaceAll('0', '').length, 0);

/** All subsets of so many, in order. */
function subsets<T>(of: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return of.flatMap((first, at) => subsets(of.slice(at + 1), size - 1).map((rest) => [first, ...rest]));
}

const anyBits = fc.constantFrom(0, DAILY, WEEKLY, NOT_QUALIFIED, DAILY | WEEKLY, WEEKLY | NOT_QUALIFIED);

describe('the panels at a start', () => {
  it('are the ones that take the fewest changes of all panels with everybody who is free', () => {
    fc.assert(
      fc.property(
        fc.array(anyBits, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 6 }),
        (bits, seats, wanted) => {
          const candidate = person(0, 0);
          const others = bits.map((each, n) => person(n + 1, each));
          const appointment = { needed: [candidate], others, seats, starts: [0] } as unknown as Appointment;
          const allowed = DAILY | WEEKLY;
          const panels = panelsAt(appointment, 0, { allowed, base: 0, limit: Infinity, wanted });
          const free = others.filter(({ obstacles }) => obstacles[0] === 0).slice(0, seats);
          const clearable = others.filter(({ obstacles }) => obstacles[0] !== 0 && (obstacles[0]! & ~allowed) === 0);
          const all = subsets(clearable, seats - free.length).map((chosen) => changesOf([...free, ...chosen]));
          const cheapest = all.toSorted((a, b) => a - b).slice(0, wanted);
          const found = panels.map(changesOf).toSorted((a, b) => a - b);
          expect(found.slice(0, cheapest.length)).toEqual(cheapest);
          expect(new Set(panels.map(placesOf)).size).toBe(panels.length);
          for (const panel of panels) expect(panel).toEqual(expect.arrayContaining([candidate, ...free]));
        },
      ),
      { seed: 20270331, numRuns: 200 },
    );
  });

  it('leave out members whose changes already reach the limit', () => {
    const others = [person(1, DAILY | WEEKLY), person(2, DAILY)];
    const appointment = { needed: [person(0, 0)], others, seats: 1, starts: [0] } as unknown as Appointment;
    const panels = panelsAt(appointment, 0, { allowed: DAILY | WEEKLY, base: 0, limit: 2, wanted: 5 });
    expect(panels.map(placesOf)).toEqual(['0,2']);
  });
});
