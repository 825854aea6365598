import fc from 'fast-check';
import { exchanges, questions } from '../../test/kit/slot-questions.js';
import { appointmentFor, appointmentForExchange } from './appointments.rules.js';
import { exchangeFieldOf } from './exchange-slots.rules.js';
import { fieldOf } from './slots.rules.js';
import type { RemedyFacts } from '../availability/remedies.rules.js';
import { DAY } from '../common/time.js';

const facts: RemedyFacts = {
  ...{ targetDate: '2027-03-28', earliestTarget: '2020-01-01', planStart: '2027-03-01', realInterviewOn: null },
  ...{ owed: [], isMovable: () => true },
};
const idsOf = (people: readonly { person: { memberId: string } }[]) => people.map(({ person }) => person.memberId);

describe('an appointment', () => {
  it('needs the candidate and the members whom the question names, and as many others as seats are left', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const { needed, others, seats } = appointmentFor({ field: fieldOf(question), facts });
        const named = question.panel ?? (question.mustHave === null ? [] : [question.mustHave]);
        expect(idsOf(needed)).toEqual(['ana', ...named]);
        expect(seats).toBe(question.panelSize - named.length);
        const places = [...needed, ...others].map(({ place }) => place);
        expect(new Set(places).size).toBe(places.length);
        const everybody = question.panel === null ? ['ana', 'bo', 'cy', 'dee'] : ['ana', ...question.panel];
        expect([...idsOf(needed), ...idsOf(others)].toSorted()).toEqual(everybody.toSorted());
      }),
      { numRuns: 100, seed: 21 },
    );
  });

  it('of an exchange needs both members in both halves', () => {
    fc.assert(
      fc.property(exchanges, ({ first, second }) => {
        const field = exchangeFieldOf(first, second);
        const found = appointmentForExchange({ field: field.first, facts }, { field: field.second, facts });
        expect(idsOf(found.needed)).toEqual(['ana', 'bo', 'bo', 'ana']);
        expect([found.others, found.seats]).toEqual([[], 0]);
        // Starts in both windows come before those in one, and those before all others.
        const [from, until] = first.window;
        const isIn = (n: number) => {
          const start = field.first.starts.first + n * (DAY / 96);
          const next = field.second.starts.first + n * (DAY / 96);
          return Number(from <= start && start < until) + Number(from <= next && next < until);
        };
        const inside = found.starts.filter((n) => isIn(n) === 2).length;
        expect(found.starts.slice(0, inside).every((n) => isIn(n) === 2)).toBe(true);
      }),
      { numRuns: 100, seed: 22 },
    );
  });
});
