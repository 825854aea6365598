import { describe, expect, it } from '@jest/globals';
import { bookingObjections, type BookingFacts } from './booking.rules.js';

const facts = (changes: Partial<BookingFacts> = {}): BookingFacts => ({
  day: '2027-03-10',
  days: { start: '2027-03-05', end: '2027-03-20' },
  ownMocksThatDay: 0,
  givers: [
    { memberId: 'ana', interviewsThatWeek: 2, weeklyLimit: 3 },
    { memberId: 'bo', interviewsThatWeek: 0, weeklyLimit: 1 },
  ],
  ...changes,
});

const codes = (changes: Partial<BookingFacts>) => bookingObjections(facts(changes)).map(({ code }) => code);

describe('what speaks against a booking', () => {
  it.each([
    ['nothing, within the plan and the limits', {}, []],
    ['nothing, on the first day', { day: '2027-03-05' }, []],
    ['nothing, on the last day', { day: '2027-03-20' }, []],
    ['the day before the plan starts', { day: '2027-03-04' }, ['OUT_OF_WINDOW']],
    ['the day after the target date', { day: '2027-03-21' }, ['OUT_OF_WINDOW']],
    ['a second mock that day', { ownMocksThatDay: 1 }, ['LIMIT_REACHED']],
    ['a full week', { givers: [{ memberId: 'ana', interviewsThatWeek: 3, weeklyLimit: 3 }] }, ['LIMIT_REACHED']],
    ['a limit of none', { givers: [{ memberId: 'ana', interviewsThatWeek: 0, weeklyLimit: 0 }] }, ['LIMIT_REACHED']],
    ['everything at once', { day: '2027-04-01', ownMocksThatDay: 2 }, ['OUT_OF_WINDOW', 'LIMIT_REACHED']],
  ])('%s', (_, changes, expected) => expect(codes(changes)).toEqual(expected));

  it('names whose week is full, and says what to do', () => {
    const [objection] = bookingObjections(
      facts({ givers: [{ memberId: 'ana', interviewsThatWeek: 3, weeklyLimit: 3 }] }),
    );
    expect(objection).toMatchObject({ memberIds: ['ana'], message: expect.stringContaining('Choose another week') });
  });
});
