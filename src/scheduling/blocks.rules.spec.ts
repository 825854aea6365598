import fc from 'fast-check';
import { merged, without } from '../common/intervals.rules.js';
import { dayOfDate, MINUTE, startOfDay } from '../common/time.js';
import { RemedyKind, type RemedyFacts, type RemedyFound } from '../availability/remedies.rules.js';
import { blockIn, blockOfExchange } from './blocks.rules.js';
import { exchangeFieldOf, exchangesIn } from './exchange-slots.rules.js';
import { exchanges, isAllowed, questions } from '../../test/kit/slot-questions.js';
import { fieldOf, slotsIn, type SlotQuestion } from './slots.rules.js';
import { BlockReason, GRID, type PersonTime } from '../availability/starts.rules.js';

const facts: RemedyFacts = {
  targetDate: '2027-03-28',
  earliestTarget: '2020-01-01',
  planStart: '2027-03-27',
  realInterviewOn: null,
  owed: ['card'],
  // One of the sessions has begun.
  isMovable: (sessionId) => sessionId !== 's3',
};

const ofOneRound: ReadonlySet<RemedyKind> = new Set([
  RemedyKind.QUALIFY,
  RemedyKind.WIDEN_WINDOW,
  RemedyKind.GIVE_FEEDBACK,
]);

/** The question as it would be after a remedy. */
function applied(question: SlotQuestion, remedy: RemedyFound): SlotQuestion {
  const { kind, memberId, window, limit, sessionId, date } = remedy;
  const change = (person: PersonTime): PersonTime => {
    const stays = (claim: { sessionId: string | null }) => claim.sessionId !== sessionId;
    if (kind === RemedyKind.MOVE_SESSION)
      return { ...person, claims: person.claims.filter(stays), own: person.own.filter(stays) };
    if (person.memberId !== memberId) return person;
    if (window) return { ...person, hours: merged([...(person.hours ?? []), window]) };
    return limit === undefined ? person : { ...person, weeklyLimit: limit };
  };
  const { zone } = question.candidate;
  const [from, until] = question.window;
  const day = date === undefined ? 0 : dayOfDate(date);
  return {
    ...question,
    candidate: change(question.candidate),
    interviewers: question.interviewers.map((each) => ({
      ...each,
      person: change(each.person),
      isQualified: each.isQualified || (kind === RemedyKind.QUALIFY && each.person.memberId === memberId),
    })),
    // A window without days starts again at the date of the remedy.
    window:
      kind !== RemedyKind.WIDEN_WINDOW
        ? question.window
        : from < until
          ? [Math.min(from, startOfDay(day, zone)), Math.max(until, startOfDay(day + 1, zone))]
          : [startOfDay(day, zone), startOfDay(day + 1, zone)],
    owesFeedback: question.owesFeedback && kind !== RemedyKind.GIVE_FEEDBACK,
  };
}

/**
 * For each start at which more hours of one member would be enough: how many quarter hours the member would have to add. If some of these
 * starts are by day, only those count.
 */
function hoursThatHelp(question: SlotQuestion, memberId: string): number[] {
  const people = [question.candidate, ...question.interviewers.map(({ person }) => person)];
  const { hours, zone } = people.find((person) => person.memberId === memberId)!;
  const clock = new Intl.DateTimeFormat('en', { timeZone: zone, hour: 'numeric', hourCycle: 'h23' });
  const hourOf = (instant: number) => Number(clock.format(instant));
  const found: { quarters: number; isByDay: boolean }[] = [];
  const [from, until] = question.span;
  for (let start = from; start < until; start += GRID) {
    const parts = without([[start, start + question.length]], hours!);
    if (parts.length === 0) continue;
    const window = [parts[0]![0], parts.at(-1)![1]] as const;
    const helped = applied(question, { kind: RemedyKind.ADD_HOURS, memberId, window });
    const panels = question.interviewers.map(({ person }) => [person.memberId]);
    if (!panels.some((panel) => isAllowed(helped, start, panel))) continue;
    const minutes = Array.from({ length: question.length / MINUTE }, (_, n) => start + n * MINUTE);
    const isByDay = minutes.every((minute) => hourOf(minute) >= 8 && hourOf(minute) < 22);
    found.push({ quarters: Math.ceil((window[1] - window[0]) / GRID), isByDay });
  }
  const byDay = found.filter(({ isByDay }) => isByDay);
  return (byDay.length > 0 ? byDay : found).map(({ quarters }) => quarters);
}

describe('a block', () => {
  it('exists if there is no slot, and each of its choices makes a slot appear', () => {
    const reasons = new Map<BlockReason, number>();
    let choices = 0;
    fc.assert(
      fc.property(questions, (question) => {
        const field = fieldOf(question);
        if (slotsIn(field, 1).length > 0) return;
        const block = blockIn(field, facts)!;
        reasons.set(block.reason, (reasons.get(block.reason) ?? 0) + 1);
        expect(block.memberIds.length).toBeGreaterThan(0);
        const keys = block.choices.map(
          (choice) => new Set(choice.map((each) => `${each.kind} ${each.memberId} ${each.sessionId ?? ''}`)),
        );
        // No choice asks for all that another one asks for, and more.
        for (const larger of keys)
          expect(keys.filter((smaller) => smaller !== larger && [...smaller].every((key) => larger.has(key)))).toEqual(
            [],
          );
        for (const choice of block.choices) {
          choices += 1;
          const helped = choice.reduce(applied, question);
          expect([choice, slotsIn(fieldOf(helped), 1).length]).toEqual([choice, 1]);
        }
        // The choices with the fewest remedies come first.
        const sizes = block.choices.map(({ length }) => length);
        expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
      }),
      { numRuns: 400, seed: 14 },
    );
    expect(choices).toBeGreaterThan(200);
    expect(reasons.size).toBeGreaterThanOrEqual(8);
  });

  it('of an exchange exists if there is no slot, and each of its choices makes a slot appear', () => {
    let choices = 0;
    fc.assert(
      fc.property(exchanges, ({ first, second }) => {
        const field = exchangeFieldOf(first, second);
        if (exchangesIn(field, 1).length > 0) return;
        const block = blockOfExchange(
          { field: field.first, facts, roundId: 'first' },
          { field: field.second, facts, roundId: 'second' },
        )!;
        expect(block.memberIds.length).toBeGreaterThan(0);
        for (const choice of block.choices) {
          choices += 1;
          // Some remedies concern only one of the two rounds.
          const helped = (question: SlotQuestion, roundId: string) =>
            choice
              .filter(({ kind, ...remedy }) => !ofOneRound.has(kind) || remedy.roundId === roundId)
              .reduce(applied, question);
          const then = exchangeFieldOf(helped(first, 'first'), helped(second, 'second'));
          expect([choice, exchangesIn(then, 1).length]).toEqual([choice, 1]);
        }
      }),
      { numRuns: 400, seed: 17 },
    );
    expect(choices).toBeGreaterThan(200);
  });

  it('names the shortest hours that a member could add, and hours at night only if no hours by day would help', () => {
    let checked = 0;
    fc.assert(
      fc.property(questions, (asked) => {
        const question = { ...asked, panelSize: 1, panel: null };
        const field = fieldOf(question);
        if (slotsIn(field, 1).length > 0) return;
        for (const [remedy, ...more] of blockIn(field, facts)!.choices) {
          if (more.length > 0 || remedy!.kind !== RemedyKind.ADD_HOURS) continue;
          checked += 1;
          const quarters = Math.ceil((remedy!.window![1] - remedy!.window![0]) / GRID);
          const helpful = hoursThatHelp(question, remedy!.memberId!);
          expect(quarters).toBe(Math.min(...helpful));
        }
      }),
      { numRuns: 400, seed: 18 },
    );
    expect(checked).toBeGreaterThan(40);
  });

  it('names the first reason, in the order of the list, without which a slot would exist', () => {
    const everybody = (change: (person: PersonTime) => PersonTime) => (question: SlotQuestion) => ({
      ...question,
      candidate: change(question.candidate),
      interviewers: question.interviewers.map((each) => ({ ...each, person: change(each.person) })),
    });
    const always: PersonTime['hours'] = [[-Infinity, Infinity]];
    const others = (change: (each: SlotQuestion['interviewers'][number]) => SlotQuestion['interviewers'][number]) => {
      return (question: SlotQuestion) => ({ ...question, interviewers: question.interviewers.map(change) });
    };
    const stated = (person: PersonTime) => (person.hours === null ? { ...person, hours: always } : person);
    const wholeDay = (person: PersonTime) => (person.hours === null ? person : { ...person, hours: always });
    const without: Record<BlockReason, ((question: SlotQuestion) => SlotQuestion) | null> = {
      NO_QUALIFIED_INTERVIEWER: others((each) => ({ ...each, isQualified: true })),
      HOURS_NOT_STATED: everybody(stated),
      CANDIDATE_NOT_AVAILABLE: (question) => ({ ...question, candidate: wholeDay(question.candidate) }),
      NO_COMMON_TIME: others((each) => ({ ...each, person: wholeDay(each.person) })),
      ALL_BOOKED: everybody((person) => ({ ...person, claims: [] })),
      WEEKLY_LIMIT: others((each) => ({ ...each, person: { ...each.person, weeklyLimit: 100 } })),
      DAILY_LIMIT: (question) => ({ ...question, candidate: { ...question.candidate, own: [] } }),
      OUT_OF_WINDOW: (question) => ({ ...question, window: [-Infinity, Infinity] }),
      TOO_SOON: (question) => ({ ...question, earliest: -Infinity }),
      FEEDBACK_OVERDUE: (question) => ({ ...question, owesFeedback: false }),
      CROWDED_OUT: null,
    };
    const seen = new Set<BlockReason>();
    fc.assert(
      fc.property(questions, (question) => {
        if (slotsIn(fieldOf(question), 1).length > 0) return;
        const { reason } = blockIn(fieldOf(question), facts)!;
        const enough = Object.values(BlockReason).filter((each) => {
          const relax = without[each];
          return relax !== null && slotsIn(fieldOf(relax(question)), 1).length > 0;
        });
        if (enough.length === 0) return;
        seen.add(reason);
        expect([question, reason]).toEqual([question, enough[0]]);
      }),
      { numRuns: 2_000, seed: 15 },
    );
    expect(seen.size).toBeGreaterThanOrEqual(8);
  });

  it('has a choice if hours, qualifications or a higher limit for some members make a slot appear', () => {
    let checked = 0;
    fc.assert(
      fc.property(questions, (asked) => {
        // At few starts, so that no other start has a choice.
        const span = [asked.earliest, asked.earliest + 60 * MINUTE] as const;
        const question = { ...asked, ...{ panelSize: 2, panel: null, mustHave: null, span } };
        const field = fieldOf(question);
        if (slotsIn(field, 1).length > 0) return;
        const willing = (person: PersonTime): PersonTime => {
          return { ...person, hours: [[-Infinity, Infinity]], weeklyLimit: 100 };
        };
        const helped: SlotQuestion = {
          ...question,
          candidate: willing(question.candidate),
          interviewers: question.interviewers.map((each) => ({
            ...{ ...each, isQualified: true },
            person: willing(each.person),
          })),
        };
        if (slotsIn(fieldOf(helped), 1).length === 0) return;
        checked += 1;
        const { choices } = blockIn(field, facts)!;
        expect([question, choices.length > 0]).toEqual([question, true]);
        const keys = choices.map((choice) => choice.map(({ kind, memberId }) => `${kind} ${memberId}`).toSorted());
        expect(new Set(keys.map(String)).size).toBe(choices.length);
      }),
      { numRuns: 2_000, seed: 16 },
    );
    expect(checked).toBeGreaterThan(100);
  });

  it('is about too few members where a panel needs more than the group has, and no change helps', () => {
    fc.assert(
      fc.property(questions, fc.integer({ min: 0, max: 2 }), (question, members) => {
        const few = { ...question, panel: null, panelSize: 3, interviewers: question.interviewers.slice(0, members) };
        const memberIds = few.interviewers.map(({ person }) => person.memberId);
        const reason = BlockReason.NO_QUALIFIED_INTERVIEWER;
        expect(blockIn(fieldOf(few), facts)).toEqual({ reason, memberIds, choices: [] });
      }),
      { numRuns: 50, seed: 19 },
    );
  });

  it('has no remedy if a booking in another group, or a session that has begun, is in the way', () => {
    const at = Date.UTC(2027, 2, 27, 10);
    const base = { zone: 'UTC', weeklyLimit: 3, given: [], own: [], hours: [[at, at + 3_600_000] as const] };
    const blockFor = (sessionId: string | null) => {
      const claims = [{ time: [at, at + 3_600_000] as const, sessionId }];
      const question: SlotQuestion = {
        candidate: { ...base, memberId: 'ana', claims: [] },
        interviewers: [{ person: { ...base, memberId: 'bo', claims }, isQualified: true, repeats: 0, balance: 0 }],
        panelSize: 1,
        length: 3_600_000,
        buffer: 0,
        span: [at, at + 900_000],
        earliest: at,
        horizon: Infinity,
        window: [at, at + 86_400_000],
        owesFeedback: false,
        panel: null,
        mustHave: null,
      };
      return blockIn(fieldOf(question), facts);
    };
    for (const sessionId of [null, 's3'])
      expect(blockFor(sessionId)).toEqual({ reason: BlockReason.ALL_BOOKED, memberIds: ['bo'], choices: [] });
    expect(blockFor('s1')!.choices).toEqual([[{ kind: RemedyKind.MOVE_SESSION, memberId: 'bo', sessionId: 's1' }]]);
  });
});
