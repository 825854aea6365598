import fc from 'fast-check';
import { merged, type Interval } from '../../src/common/intervals.rules.js';
import { HOUR, MINUTE } from '../../src/common/time.js';
import type { PossibleInterviewer, SlotQuestion } from '../../src/scheduling/slots.rules.js';
import type { PersonTime } from '../../src/availability/starts.rules.js';

/** Four days around the night in which Berlin's clock moves. */
const FROM = Date.UTC(2027, 2, 26);
const UNTIL = FROM + 96 * HOUR;
const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'UTC'];

const between = (from: number, until: number) =>
  fc.integer({ min: from * 4, max: until * 4 - 1 }).map((n) => FROM + n * 15 * MINUTE);
const quarter = between(0, 96);
const window = fc
  .tuple(quarter, fc.integer({ min: 10, max: 1_200 }))
  .map(([from, minutes]): Interval => [from, from + minutes * MINUTE]);

const person = (memberId: string): fc.Arbitrary<PersonTime> =>
  fc.record({
    memberId: fc.constant(memberId),
    zone: fc.constantFrom(...zones),
    hours: fc.option(
      fc.array(window, { maxLength: 6 }).map((windows) => merged(windows)),
      { freq: 6 },
    ),
    claims: fc.array(
      fc.record({ time: window, sessionId: fc.option(fc.constantFrom('s1', 's2', 's3'), { freq: 4 }) }),
      { maxLength: 3 },
    ),
    weeklyLimit: fc.integer({ min: 0, max: 5 }),
    given: fc.array(quarter, { maxLength: 2 }),
    own: fc.array(fc.record({ startsAt: quarter, sessionId: fc.constantFrom('o1', 'o2') }), { maxLength: 1 }),
  });

const interviewer = (memberId: string): fc.Arbitrary<PossibleInterviewer> =>
  fc.record({
    person: person(memberId),
    isQualified: fc.constantFrom(true, true, true, false),
    repeats: fc.integer({ min: 0, max: 2 }),
    balance: fc.integer({ min: -300, max: 300 }),
  });

/** Small questions of every kind: one or two interviewers, odd hours, long-overdue scorecards, windows that have passed. */
export const questions: fc.Arbitrary<SlotQuestion> = fc
  .record({
    candidate: person('ana'),
    interviewers: fc.tuple(interviewer('bo'), interviewer('cy'), interviewer('dee')),
    panelSize: fc.constantFrom(1, 1, 2),
    length: fc.constantFrom(30, 45, 60).map((minutes) => minutes * MINUTE),
    buffer: fc.constantFrom(0, 15).map((minutes) => minutes * MINUTE),
    earliest: between(0, 80),
    first: between(0, 60),
    last: between(20, 110),
    owesFeedback: fc.boolean().chain((owes) => (owes ? fc.constantFrom(true, false, false) : fc.constant(false))),
    asked: fc.constantFrom<'any' | 'panel' | 'one'>('any', 'any', 'panel', 'one'),
  })
  .map(({ first, last, asked, ...rest }) => ({
    ...rest,
    span: [FROM, UNTIL] as const,
    horizon: Infinity,
    window: [first, last] as const,
    panel: asked === 'panel' ? ['cy', 'bo'].slice(0, rest.panelSize) : null,
    mustHave: asked === 'one' ? 'dee' : null,
  }));

/** Two candidates who may interview each other. Each half has a question, whose panel is the other candidate. */
export const exchanges: fc.Arbitrary<{ first: SlotQuestion; second: SlotQuestion }> = fc
  .tuple(questions, questions, fc.boolean(), fc.boolean())
  .map(([one, other, isAnaQualified, isBoQualified]) => {
    const ana = one.candidate;
    const bo = one.interviewers[0]!.person;
    const alone = { panelSize: 1, mustHave: null };
    const seat = (each: PersonTime, isQualified: boolean) => [{ person: each, isQualified, repeats: 0, balance: 0 }];
    const { buffer, span, window: days } = one;
    // Two halves rarely fit at the same time, so long-overdue scorecards are rarer and the notice is shorter here.
    const earliest = Math.min(one.earliest, other.earliest);
    const owesFeedback = one.owesFeedback && other.owesFeedback;
    return {
      first: {
        ...one,
        ...alone,
        earliest,
        owesFeedback,
        panel: ['bo'],
        interviewers: seat(bo, isBoQualified || isAnaQualified),
      },
      second: {
        ...other,
        ...alone,
        ...{
          buffer,
          earliest,
          span,
          window: days,
          candidate: bo,
          panel: ['ana'],
          interviewers: seat(ana, isAnaQualified),
        },
      },
    };
  });

const formats = new Map(
  zones.map((timeZone) => [timeZone, new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })]),
);

const dayOf = (instant: number, zone: string) => formats.get(zone)!.format(instant);

/** The Monday of the week of an instant in a zone, according to Intl. */
function weekOf(instant: number, timeZone: string): string {
  const date = new Date(`${dayOf(instant, timeZone)}T00:00:00Z`);
  return new Date(date.getTime() - ((date.getUTCDay() + 6) % 7) * 24 * HOUR).toISOString();
}

/** An independent check: the rules of a start, written again in a different way. */
export function isAllowed(question: SlotQuestion, start: number, panel: readonly string[]): boolean {
  const { candidate, interviewers, length, buffer, window: days, earliest, owesFeedback, mustHave } = question;
  const seats = panel.map((id) => interviewers.find(({ person: { memberId } }) => memberId === id)!);
  if (mustHave !== null && !panel.includes(mustHave)) return false;
  if (owesFeedback || start < earliest || start < days[0] || start >= days[1]) return false;
  const { zone } = candidate;
  if (candidate.own.some(({ startsAt }) => dayOf(startsAt, zone) === dayOf(start, zone))) return false;
  for (const { person: each, isQualified } of seats) {
    const given = each.given.filter((at) => weekOf(at, each.zone) === weekOf(start, each.zone)).length;
    if (!isQualified || given >= each.weeklyLimit) return false;
  }
  return [candidate, ...seats.map(({ person: each }) => each)].every(({ hours, claims }) => {
    if (hours === null) return false;
    for (let at = start; at < start + length; at += 5 * MINUTE) {
      const until = Math.min(at + 5 * MINUTE, start + length);
      if (!hours.some(([from, end]) => from <= at && until <= end)) return false;
    }
    return claims.every(({ time }) => time[1] <= start || start + length + buffer <= time[0]);
  });
}
