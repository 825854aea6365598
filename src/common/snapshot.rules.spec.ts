import fc from 'fast-check';
import { oldestUnseen, seesAllOf } from './snapshot.rules.js';

/** The snapshots of a server after each event: transactions begin in the order of their numbers, and end in any order. */
function snapshotsOf(events: readonly number[]): string[] {
  const running: number[] = [];
  let [begun, next] = [100, 100];
  return events.map((event) => {
    if (event % 2 === 0 || running.length === 0) running.push(begun++);
    else next = Math.max(next, running.splice(event % running.length, 1)[0]! + 1);
    const before = running.filter((id) => id < next);
    return `${before[0] ?? next}:${next}:${before.join(',')}`;
  });
}

/** Whether a snapshot sees the rows of a transaction. */
function sees(snapshot: string, id: number): boolean {
  const [, next, running] = snapshot.split(':');
  return id < Number(next) && !running!.split(',').includes(String(id));
}

describe('snapshots of the database', () => {
  it.each([
    ['10:10:', '10:10:', true],
    ['10:13:10,11', '10:12:10', false],
    ['10:13:10', '10:12:10', true],
    ['10:13:10', '10:13:10,11', true],
    ['10:12:10', '10:13:10', false],
    ['10:13:10,12', '10:12:10', true],
    ['18446744073709551000:18446744073709551000:', '10:12:10', true],
  ])('%s sees all that %s saw: %s', (later, earlier, expected) => {
    expect(seesAllOf(later, earlier)).toBe(expected);
  });

  it('are compared by the transactions that they see', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 2, maxLength: 40 }), (events) => {
        const snapshots = snapshotsOf(events);
        const ids = Array.from({ length: 50 }, (_, n) => n + 100);
        for (const one of snapshots)
          for (const other of snapshots)
            expect(seesAllOf(one, other)).toBe(ids.every((id) => !sees(other, id) || sees(one, id)));
      }),
      { seed: 20270331, numRuns: 60 },
    );
  });

  it('have seen all transactions before the oldest that they may not have seen', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 1, maxLength: 40 }), (events) => {
        for (const snapshot of snapshotsOf(events))
          for (let id = 100; id < Number(oldestUnseen(snapshot)); id += 1) expect(sees(snapshot, id)).toBe(true);
      }),
      { seed: 20270331, numRuns: 60 },
    );
  });
});
