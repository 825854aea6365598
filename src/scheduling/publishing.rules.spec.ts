import { firstHalvesIn, refusalOf, type PublishingFacts } from './publishing.rules.js';

const fine: PublishingFacts = {
  isWithdrawn: false,
  isIncluded: true,
  isWanted: true,
  startsAt: new Date('2027-03-05T17:00:00Z'),
  endsAt: new Date('2027-03-05T17:45:00Z'),
  newEnd: new Date('2027-03-05T17:45:00Z'),
  earliest: new Date('2027-03-02T17:00:00Z'),
  isPanelWhole: true,
  owesFeedback: false,
  objection: null,
  isTaken: false,
};

/** The cases are in the order in which refusals name their reasons. */
const cases: [string, Partial<PublishingFacts>, string | null][] = [
  ['is booked if nothing has changed', {}, null],
  ['is refused if its candidate has withdrawn', { isWithdrawn: true }, 'INVALID_STATE'],
  ['is refused if the candidate skips its round', { isIncluded: false }, 'INVALID_STATE'],
  ['is refused if its round has enough sessions', { isWanted: false }, 'INVALID_STATE'],
  ['is refused if its round has another length', { newEnd: new Date('2027-03-05T17:30:00Z') }, 'INVALID_STATE'],
  ['is refused if it begins too soon', { earliest: new Date('2027-03-05T17:00:01Z') }, 'TOO_SOON'],
  ['is refused without its whole panel', { isPanelWhole: false }, 'INVALID_INPUT'],
  ['is refused if its candidate owes feedback', { owesFeedback: true }, 'FEEDBACK_OVERDUE'],
  ['is refused by the rules of booking', { objection: 'LIMIT_REACHED' }, 'LIMIT_REACHED'],
  ['is refused if a person is booked at that time', { isTaken: true }, 'TIME_TAKEN'],
];

describe('a proposed session', () => {
  it.each(cases)('%s', (_, change, code) => {
    expect(refusalOf({ ...fine, ...change })).toBe(code);
  });

  it('is refused with the first of several reasons', () => {
    for (const [n, [, change, code]] of cases.entries())
      for (const [, later] of cases.slice(Math.max(n, 1)))
        if (code !== null) expect(refusalOf({ ...fine, ...later, ...change })).toBe(code);
  });
});

describe('the first half of a proposed exchange', () => {
  const half = (id: string, from: number, until: number, exchangedWithId: string | null) => ({
    ...{ id, exchangedWithId },
    startsAt: new Date(from),
    endsAt: new Date(until),
  });
  const [first, second] = [half('first', 0, 60, 'second'), half('second', 60, 120, 'first')];

  it('is recognized by its other half, which follows directly and is booked with it', () => {
    expect([...firstHalvesIn([first, second])]).toEqual(['first']);
    expect([...firstHalvesIn([first])]).toEqual([]);
    expect([...firstHalvesIn([first, half('second', 75, 120, 'first')])]).toEqual([]);
    expect([...firstHalvesIn([half('alone', 0, 60, null)])]).toEqual([]);
  });
});
