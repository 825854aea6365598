import fc from 'fast-check';
import { isAllowed, questions } from '../../test/kit/slot-questions.js';
import { fieldOf, inOrder, slotsIn, type SlotQuestion } from './slots.rules.js';
import { GRID } from '../availability/starts.rules.js';

describe('slots', () => {
  it('are exactly the starts that an independent check allows, each with a panel that it allows', () => {
    let found = 0;
    fc.assert(
      fc.property(questions, (question) => {
        const slots = slotsIn(fieldOf(question), 10_000);
        const byStart = new Map(slots.map((slot) => [slot.startsAt, slot]));
        expect(byStart.size).toBe(slots.length);
        const wrong: number[] = [];
        for (let start = Math.ceil(question.span[0] / GRID) * GRID; start < question.span[1]; start += GRID) {
          const slot = byStart.get(start);
          const panels = panelsOf(question).filter((panel) => isAllowed(question, start, panel));
          const allowed = panels.map((panel) => panel.toSorted().join());
          if (slot ? !allowed.includes(slot.panel.toSorted().join()) : allowed.length > 0) wrong.push(start);
        }
        expect(wrong).toEqual([]);
        found += slots.length;
      }),
      { numRuns: 200, seed: 12 },
    );
    expect(found).toBeGreaterThan(200);
  });

  it('are sorted by members who are new to the candidate in this round, then by members who owe most, then by time', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const one = { ...question, panelSize: 1, panel: null, mustHave: null };
        const slots = slotsIn(fieldOf(one), 10_000);
        const of = (id: string) => one.interviewers.find(({ person }) => person.memberId === id)!;
        for (const [n, slot] of slots.slice(1).entries()) {
          const [a, b] = [of(slots[n]!.panel[0]!), of(slot.panel[0]!)];
          const before = a.repeats - b.repeats || a.balance - b.balance || slots[n]!.startsAt - slot.startsAt;
          expect(before).toBeLessThan(0);
        }
      }),
      { numRuns: 60, seed: 13 },
    );
  });

  it('prefer members who are new to the round over members who owe most', () => {
    const interviewer = (memberId: string, repeats: number, balance: number) =>
      ({ person: { memberId }, repeats, balance }) as SlotQuestion['interviewers'][number];
    const order = inOrder([interviewer('a', 1, -90), interviewer('b', 0, 60), interviewer('c', 0, -30)]);
    expect(order.map(({ person }) => person.memberId)).toEqual(['c', 'b', 'a']);
  });
});

/** Every panel of the right size. */
function panelsOf({ interviewers, panelSize, panel }: SlotQuestion): string[][] {
  if (panel) return [[...panel]];
  const ids = interviewers.map(({ person }) => person.memberId);
  if (panelSize === 1) return ids.map((id) => [id]);
  return ids.flatMap((a, n) => ids.slice(n + 1).map((b) => [a, b]));
}
