import fc from 'fast-check';
import { exchanges, isAllowed } from '../../test/kit/slot-questions.js';
import { GRID } from '../availability/starts.rules.js';
import { exchangeFieldOf, exchangesIn } from './exchange-slots.rules.js';

describe('slots of an exchange', () => {
  it('are exactly the starts at which an independent check allows both halves, the second right after the first', () => {
    let found = 0;
    fc.assert(
      fc.property(exchanges, ({ first, second }) => {
        const slots = exchangesIn(exchangeFieldOf(first, second), 10_000);
        const starts = new Set(slots.map((slot) => slot.first.startsAt));
        const wrong: number[] = [];
        for (let start = Math.ceil(first.span[0] / GRID) * GRID; start < first.span[1]; start += GRID) {
          const isPossible =
            isAllowed({ ...first, buffer: 0 }, start, ['bo']) && isAllowed(second, start + first.length, ['ana']);
          if (starts.has(start) !== isPossible) wrong.push(start);
        }
        expect(wrong).toEqual([]);
        for (const slot of slots) expect(slot.second.startsAt).toBe(slot.first.endsAt);
        found += slots.length;
      }),
      { numRuns: 600, seed: 16 },
    );
    expect(found).toBeGreaterThan(50);
  });
});
