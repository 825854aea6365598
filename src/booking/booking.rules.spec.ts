import type { PersonTime } from '../availability/starts.rules.js';
import { HOUR, MINUTE } from '../common/time.js';
import { bookingObjections, type BookingFacts } from './booking.rules.js';

const at = (text: string) => Date.parse(`2027-03-${text}:00Z`);
const person = (memberId: string, changes: Partial<PersonTime> = {}): PersonTime => ({
  memberId,
  zone: 'Europe/Berlin',
  hours: [[at('10T17:00'), at('10T19:00')]],
  claims: [],
  weeklyLimit: 3,
  given: [],
  own: [],
  ...changes,
});
const onPanel = (changes: Partial<PersonTime> = {}, isQualified = true, isInterviewer = true) => ({
  person: person('bo', changes),
  isQualified,
  isInterviewer,
});
const facts = (changes: Partial<BookingFacts> = {}): BookingFacts => ({
  start: at('10T17:07'),
  length: HOUR,
  buffer: 15 * MINUTE,
  candidate: person('ana'),
  panel: [onPanel()],
  days: { start: '2027-03-05', end: '2027-03-20' },
  bookedBy: 'olga',
  ...changes,
});
const codes = (changes: Partial<BookingFacts>) => bookingObjections(facts(changes)).map(({ code }) => code);

const elsewhere = { hours: [] };
const full = { given: ['08T10:00', '09T10:00', '14T22:30'].map(at) };
const second = { own: [{ startsAt: at('10T07:00'), sessionId: 'own' }] };

describe('the obstacles to a booking by hand', () => {
  it.each<[string, Partial<BookingFacts>, string[]]>([
    ['nothing within the plan, the hours and the limits, even off the grid', {}, []],
    ['nothing on the first day', { days: { start: '2027-03-10', end: '2027-03-20' } }, []],
    ['nothing on the last day', { days: { start: '2027-03-01', end: '2027-03-10' } }, []],
    ['nothing for a candidate who has not stated hours', { candidate: person('ana', { hours: null }) }, []],
    ['the day before the plan starts', { days: { start: '2027-03-11', end: '2027-03-20' } }, ['OUT_OF_WINDOW']],
    ['the day after the target date', { days: { start: '2027-03-01', end: '2027-03-09' } }, ['OUT_OF_WINDOW']],
    ['a second session that day', { candidate: person('ana', second) }, ['LIMIT_REACHED']],
    ['a full week', { panel: [onPanel(full)] }, ['LIMIT_REACHED']],
    ['a weekly limit of 0', { panel: [onPanel({ weeklyLimit: 0 })] }, ['LIMIT_REACHED']],
    ['no qualification for the round', { panel: [onPanel({}, false)] }, ['NOT_QUALIFIED']],
    ["the candidate's hours", { candidate: person('ana', elsewhere) }, ['NOT_AVAILABLE']],
    ["an interviewer's hours", { panel: [onPanel(elsewhere)] }, ['NOT_AVAILABLE']],
    [
      "a shadow's hours, but neither the qualification nor the weekly limit",
      { panel: [onPanel({ ...elsewhere, ...full }, false, false)] },
      ['NOT_AVAILABLE'],
    ],
    [
      'everything at once',
      {
        days: { start: '2027-03-01', end: '2027-03-02' },
        candidate: person('ana', { ...elsewhere, ...second }),
        panel: [onPanel({ ...elsewhere, ...full }, false)],
      },
      ['OUT_OF_WINDOW', 'NOT_QUALIFIED', 'NOT_AVAILABLE', 'NOT_AVAILABLE', 'LIMIT_REACHED', 'LIMIT_REACHED'],
    ],
  ])('include %s', (_, changes, expected) => expect(codes(changes)).toEqual(expected));

  it('do not include the hours and the weekly limit of the member who books', () => {
    const own = { ...elsewhere, ...full };
    expect(codes({ bookedBy: 'bo', panel: [onPanel(own)] })).toEqual([]);
    expect(codes({ bookedBy: 'bo', panel: [onPanel(own, false)] })).toEqual(['NOT_QUALIFIED']);
    expect(codes({ bookedBy: 'ana', candidate: person('ana', { ...elsewhere, ...second }) })).toEqual([
      'LIMIT_REACHED',
    ]);
  });

  it('name the members concerned, and say what to do', () => {
    const [objection] = bookingObjections(facts({ panel: [onPanel(full)] }));
    expect(objection!.against.map(({ person: { memberId } }) => memberId)).toEqual(['bo']);
    expect(objection!.message).toContain('Choose another week');
  });

  it.each([
    ['REASSIGNING', 'Choose another member. An organizer can override this with an overrideReason.'],
    ['SWAPPING', 'Choose another member. An organizer can reassign the seat instead, with an overrideReason.'],
  ] as const)('say only what can be done when %s', (act, advice) => {
    for (const panel of [[onPanel(full)], [onPanel(elsewhere)], [onPanel({}, false)]])
      expect(bookingObjections(facts({ panel }), act)[0]!.message).toMatch(new RegExp(`\\. ${advice}$`));
  });
});
