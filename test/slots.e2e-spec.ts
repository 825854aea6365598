import { card, PAIR_ROUND, SCHEDULE, seat, SOLO_ROUND, type Peer, HOURS } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

const SLOTS = `query ($id: ID!, $first: Int, $from: DateTime, $to: DateTime, $panel: [ID!], $with: ID) {
  node(id: $id) { ... on LoopRound { windowStart windowEnd
    slots(first: $first, from: $from, to: $to, panel: $panel, interviewerId: $with) {
      slots { startsAt endsAt panel { role member { id } } }
      block { reason members { id } remedies {
        kind choice member { id } roundKind window { startsAt endsAt } limit session { id version } date text } }
    } } } }`;
const STATED = `query ($id: ID!) { node(id: $id) { ... on Member { qualifiedFor availability {
  version weekly { day start end } exceptions { date windows { start end } } } } } }`;
const WINDOW = 'mutation ($input: UpdateLoopRoundInput!) { updateLoopRound(input: $input) { windowStart windowEnd } }';
const TARGET = 'mutation ($input: UpdateCandidateInput!) { updateCandidate(input: $input) { targetDate } }';
const SUBMIT = 'mutation ($input: ScorecardInput!) { submitScorecard(input: $input) { id } }';
const STATUSES = 'query ($id: ID!) { plan(id: $id) { viewerCandidate { loop { id status } } } }';
const LOG = 'mutation ($input: LogSessionInput!) { logSession(input: $input) { id } }';

const search = async (viewer: Peer, id: string, args: object = {}) =>
  (await viewer.ask(SLOTS, { id, ...args })).node.slots;

const weekly = (day: string, start: string, end: string) => ({ day, start, end });
type Weekly = ReturnType<typeof weekly>;
const states = (peer: Peer, ...windows: Weekly[]) =>
  peer.ask(HOURS, { input: { memberId: peer.memberId, weekly: windows, exceptions: [] } });
const restates = async (peer: Peer, ...windows: Weekly[]) => {
  const { version } = (await peer.ask(STATED, { id: peer.memberId })).node.availability;
  const input = { memberId: peer.memberId, weekly: windows, exceptions: [], expectedVersion: version };
  return peer.ask(HOURS, { input });
};
const anyTime = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'].map((day) =>
  weekly(day, '00:00', '24:00'),
);

/** A group in Berlin in which Ana prepares, at nine in the morning of 1 March 2027, UTC. Olga interviews nobody. */
async function evening(members = 3) {
  world.service.clock.set('2027-03-01T09:00:00Z');
  const made = await world.seed.plan({ members });
  const [ana, bo, cy] = made.members as [Peer, Peer, Peer];
  await made.organizer.setsProfile({ memberId: made.organizer.memberId, qualifiedFor: [] });
  const book = (panel: Peer, startsAt: string, options: { by?: Peer; candidateId?: string; roundId?: string } = {}) =>
    (options.by ?? made.organizer).ask(SCHEDULE, {
      input: {
        candidateId: options.candidateId ?? made.candidate.id,
        roundId: options.roundId ?? made.rounds.get(SOLO_ROUND),
        startsAt,
        panel: [seat(panel)],
        overrideReason: 'Test',
      },
    });
  return { ...made, ana, bo, cy, book, coding: made.candidate.loop.get(SOLO_ROUND) };
}

type World = Awaited<ReturnType<typeof evening>>;

type Found = Awaited<ReturnType<typeof search>>;
type Remedy = Found['block']['remedies'][number];

/** Applies the remedies of one choice, using only the data in them. */
async function apply({ organizer, members, candidate, coding }: World, remedies: readonly Remedy[]): Promise<void> {
  for (const remedy of remedies) {
    const member = [organizer, ...members].find(({ memberId }) => memberId === remedy.member?.id)!;
    if (remedy.window) {
      const { availability } = (await member.ask(STATED, { id: member.memberId })).node;
      const local = (instant: string) =>
        new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'short' }).format(
          new Date(instant),
        );
      const [date, start] = local(remedy.window.startsAt).split(' ') as [string, string];
      const end = local(remedy.window.endsAt).split(' ')[1]!;
      const day = anyTime[(new Date(date).getUTCDay() + 6) % 7]!.day;
      const before = (availability?.weekly ?? []).filter((each) => each.day === day);
      const windows = [{ start, end }, ...before.map((each) => ({ start: each.start, end: each.end }))];
      const kept = (availability?.exceptions ?? []).filter((each) => each.date !== date);
      await member.statesHours({
        memberId: member.memberId,
        weekly: availability?.weekly ?? [],
        exceptions: [...kept, { date, windows }],
        expectedVersion: availability?.version,
      });
    } else if (remedy.kind === 'QUALIFY') {
      const { qualifiedFor } = (await member.ask(STATED, { id: member.memberId })).node;
      await organizer.setsProfile({ memberId: member.memberId, qualifiedFor: [...qualifiedFor, remedy.roundKind] });
    } else if (remedy.kind === 'RAISE_LIMIT') {
      await organizer.setsProfile({ memberId: member.memberId, weeklyInterviewLimit: remedy.limit });
    } else if (remedy.kind === 'LATER_TARGET') {
      await member.ask(TARGET, { input: { candidateId: candidate.id, targetDate: remedy.date } });
    } else if (remedy.kind === 'WIDEN_WINDOW') {
      const { windowEnd } = (await member.ask(SLOTS, { id: coding })).node;
      const side = remedy.date > windowEnd ? 'windowEnd' : 'windowStart';
      await member.ask(WINDOW, { input: { loopRoundId: coding, [side]: remedy.date } });
    } else if (remedy.kind === 'MOVE_SESSION') {
      const { id: sessionId, version } = remedy.session;
      const input = { sessionId, startsAt: '2027-04-29T03:00:00Z', reason: 'Remedy', overrideReason: 'Test' };
      await organizer.moves({ ...input, expectedVersion: version });
    } else {
      expect(remedy.kind).toBe('GIVE_FEEDBACK');
      const words = { recommendation: 'NO_DECISION', strengths: 'Too long ago.' };
      await member.ask(SUBMIT, { input: { sessionId: remedy.session.id, ...words } });
    }
  }
}

/** Checks that each choice of a block, tried in a world of its own, opens a slot that the candidate can book. */
async function helps(reason: string, make: () => Promise<World>, about: (made: World) => Peer[]) {
  const first = await make();
  const { slots, block } = await search(first.ana, first.coding);
  expect({ reason: block.reason, slots }).toEqual({ reason, slots: [] });
  const members = block.members.map(({ id }) => id).toSorted();
  expect(members).toEqual(
    about(first)
      .map(({ memberId }) => memberId)
      .toSorted(),
  );
  const choices = new Set<number>(block.remedies.map(({ choice }) => choice));
  expect([...choices]).toEqual(Array.from({ length: choices.size }, (_, n) => n + 1));
  for (const choice of choices) {
    const made = choice === 1 ? first : await make();
    const again = (await search(made.ana, made.coding)).block.remedies;
    const remedies = again.filter((each) => each.choice === choice);
    await apply(made, remedies);
    const found = await search(made.ana, made.coding);
    expect([remedies.map(({ text }) => text), found.block]).toEqual([expect.anything(), null]);
    expect(found.slots.length).toBeGreaterThan(0);
    const { startsAt, panel } = found.slots[0]!;
    const seats = panel.map(({ role, member }) => ({ memberId: member.id, role }));
    const input = { candidateId: made.candidate.id, roundId: made.rounds.get(SOLO_ROUND), startsAt, panel: seats };
    expect((await made.ana.schedules(input)).id).toBeDefined();
  }
  return block.remedies;
}

describe('slots', () => {
  it('appear again once the feedback on a held session is long overdue, and disappear when it is submitted', async () => {
    const { ana, bo, cy, coding, book } = await evening();
    await ana.updatesRound({ loopRoundId: coding, targetSessions: 1 });
    for (const peer of [ana, bo, cy]) await states(peer, ...anyTime);
    const { scheduleSession } = await book(bo, '2027-03-02T17:00:00Z');
    const at = async (instant: string) => {
      world.service.clock.set(instant);
      for (const peer of [ana, bo]) await peer.signInAgain();
      return (await search(ana, coding, { first: 1 })).slots.length;
    };
    // It ends at 18:00, its feedback is due two days later, and long overdue after seven more.
    expect(await at('2027-03-11T17:59:00Z')).toBe(0);
    expect(await at('2027-03-11T18:01:00Z')).toBe(1);
    await bo.ask(SUBMIT, { input: card(scheduleSession.id, 3) });
    expect(await at('2027-03-11T18:02:00Z')).toBe(0);
  });

  it('are still wanted after a session whose scorecard says NO_DECISION, until an amendment gives a verdict', async () => {
    const { ana, bo, coding, planId, book } = await evening();
    await ana.updatesRound({ loopRoundId: coding, targetSessions: 1 });
    for (const peer of [ana, bo]) await states(peer, ...anyTime);
    const { scheduleSession } = await book(bo, '2027-03-02T17:00:00Z');
    const wanted = async () => {
      const { plan } = await ana.ask(STATUSES, { id: planId });
      const { status } = plan.viewerCandidate.loop.find(({ id }) => id === coding)!;
      return [status, (await search(ana, coding, { first: 1 })).slots.length];
    };
    world.service.clock.set('2027-03-02T18:00:00Z');
    expect(await wanted()).toEqual(['AWAITING_FEEDBACK', 0]);
    const undecided = { ...card(scheduleSession.id, 3, 'NO_DECISION'), strengths: 'The call broke off.' };
    const { submitScorecard } = await bo.ask(SUBMIT, { input: undecided });
    expect(await wanted()).toEqual(['TO_SCHEDULE', 1]);
    const amendment = { scorecardId: submitScorecard.id, recommendation: 'HIRE', reason: 'It was enough.' };
    await bo.amends(amendment);
    expect(await wanted()).toEqual(['PRACTISED', 0]);
  });

  it('begin after the present instant, even if the group needs no notice', async () => {
    const { ana, bo, organizer, groupId, candidate, rounds, coding } = await evening();
    await organizer.updatesGroup({ groupId, minimumNoticeHours: 0 });
    for (const peer of [ana, bo]) await states(peer, ...anyTime);
    await ana.ask(WINDOW, { input: { loopRoundId: coding, windowStart: '2027-03-01', windowEnd: '2027-04-01' } });
    const [slot] = (await search(ana, coding)).slots;
    expect(slot!.startsAt).toBe('2027-03-01T09:15:00.000Z');
    const panel = slot!.panel.map(({ role, member }) => ({ memberId: member.id, role }));
    const input = { candidateId: candidate.id, roundId: rounds.get(SOLO_ROUND), startsAt: slot!.startsAt, panel };
    expect((await ana.schedules(input)).id).toBeDefined();
  });

  it('are starts at which the candidate and a whole panel have time, those with new interviewers first', async () => {
    const { ana, bo, cy, organizer, coding, book } = await evening();
    await states(ana, weekly('TUESDAY', '18:00', '20:00'), weekly('THURSDAY', '18:00', '19:00'));
    await states(bo, weekly('TUESDAY', '18:30', '21:00'));
    await states(cy, weekly('THURSDAY', '17:00', '20:00'));
    const starts = (found: Found) => found.slots.map(({ startsAt, panel }) => [startsAt, panel[0]!.member.id]);
    const span = { from: '2027-03-01T00:00:00Z', to: '2027-03-10T00:00:00Z', first: 100 };
    expect(starts(await search(organizer, coding, span))).toEqual([
      // 4 March is the first day of the window; 18:30 in Berlin is 17:30 UTC.
      ['2027-03-04T17:00:00.000Z', cy.memberId],
      ['2027-03-09T17:30:00.000Z', bo.memberId],
      ['2027-03-09T17:45:00.000Z', bo.memberId],
      ['2027-03-09T18:00:00.000Z', bo.memberId],
    ]);
    await book(cy, '2027-03-05T10:00:00Z');
    // Cy has interviewed Ana in this round, so Bo comes first.
    expect(starts(await search(ana, coding, span))[0]![1]).toBe(bo.memberId);
    expect(starts(await search(ana, coding, { ...span, first: 1 }))).toHaveLength(1);
    expect(starts(await search(ana, coding, { ...span, first: -5 }))).toHaveLength(1);
    expect((await search(ana, coding, span)).block).toBeNull();
  });

  it('can be limited to one interviewer or to an exact panel', async () => {
    const { ana, bo, cy, coding, candidate } = await evening();
    for (const peer of [ana, bo, cy]) await states(peer, weekly('TUESDAY', '18:00', '19:00'));
    const withBo = await search(ana, coding, { with: bo.memberId });
    expect(new Set(withBo.slots.map(({ panel }) => panel[0]!.member.id))).toEqual(new Set([bo.memberId]));
    const pair = candidate.loop.get(PAIR_ROUND);
    await restates(cy, weekly('TUESDAY', '18:00', '20:00'));
    const panel = [cy.memberId, bo.memberId];
    const found = await search(ana, pair, { panel });
    expect(found.slots[0]!.panel).toEqual([
      { role: 'LEAD', member: { id: cy.memberId } },
      { role: 'CO_INTERVIEWER', member: { id: bo.memberId } },
    ]);
    // A search that can never succeed has neither slots nor a block.
    for (const wrong of [[bo.memberId], [bo.memberId, ana.memberId], [bo.memberId, bo.memberId], ['nonsense', 'x']])
      expect(await search(ana, pair, { panel: wrong })).toEqual({ slots: [], block: null });
    expect(await search(ana, coding, { with: candidate.id })).toEqual({ slots: [], block: null });
  });

  it('only members of the group see slots, and only while a session has to be scheduled', async () => {
    const { ana, bo, cy, organizer, coding, candidate, book } = await evening();
    for (const peer of [ana, bo]) await states(peer, ...anyTime);
    const stranger = await world.seed.person('Stranger');
    expect((await stranger.refused(SLOTS, { id: coding })).extensions.code).toBe('NOT_FOUND');
    expect((await search(cy, coding)).slots).not.toEqual([]);
    const skip = (included: boolean) => ana.ask(WINDOW, { input: { loopRoundId: coding, included } });
    await skip(false);
    expect(await search(ana, coding)).toEqual({ slots: [], block: null });
    await skip(true);
    for (const day of ['10', '11']) await book(bo, `2027-03-${day}T10:00:00Z`);
    expect(await search(ana, coding)).toEqual({ slots: [], block: null });
    await organizer.removes(cy.memberId);
    expect((await cy.refused(SLOTS, { id: coding })).extensions.code).toBe('NOT_FOUND');
    expect(candidate.id).toBeDefined();
  });

  it('never reveal what a member does in another group', async () => {
    const { ana, bo, coding } = await evening(2);
    for (const peer of [ana, bo]) await states(peer, weekly('SATURDAY', '10:00', '11:00'));
    const before = await search(ana, coding);
    expect(before.slots).toHaveLength(5);
    // Bo interviews in another group at all of those times.
    const other = await world.seed.plan({ members: 2 });
    const createInvitation = await other.organizer.invites({ groupId: other.groupId });
    const { acceptInvitation } = await bo.ask('mutation ($code: String!) { acceptInvitation(code: $code) { id } }', {
      code: createInvitation.code,
    });
    for (const { startsAt } of before.slots)
      await other.organizer.schedules({
        candidateId: other.candidate.id,
        roundId: other.rounds.get(SOLO_ROUND),
        startsAt,
        panel: [{ memberId: acceptInvitation.id, role: 'LEAD' }],
        overrideReason: 'Test',
      });
    const { block, slots } = await search(ana, coding);
    expect({ reason: block.reason, slots, members: block.members }).toEqual({
      reason: 'ALL_BOOKED',
      slots: [],
      members: [{ id: bo.memberId }],
    });
    const told = JSON.stringify(block);
    expect(told).not.toContain('MOVE_SESSION');
    for (const secret of [other.groupId, other.planId, other.candidate.id, 'Evening loop'])
      expect(told).not.toContain(secret);
  });
});

describe('many searches in one request', () => {
  it('do not keep others waiting until the last one is done', async () => {
    const made = await evening(7);
    for (const peer of made.members.slice(1)) await world.seed.enroll(peer, made.planId);
    const EVERY =
      'query ($id: ID!) { plan(id: $id) { candidates { loop { slots { block { reason } slots { startsAt } } } } } }';
    const answered: string[] = [];
    const searching = made.ana.ask(EVERY, { id: made.planId }).then(({ plan }) => {
      answered.push('slots');
      return plan.candidates.flatMap(({ loop }) => loop);
    });
    await made.bo.ask('{ viewer { id } }');
    answered.push('another');
    expect(await searching).toHaveLength(49);
    expect(answered).toEqual(['another', 'slots']);
  });
});

describe('booking by hand', () => {
  const refusal = async (by: Peer, { candidate, rounds }: World, panel: Peer, startsAt: string) => {
    const input = { candidateId: candidate.id, roundId: rounds.get(SOLO_ROUND), startsAt, panel: [seat(panel)] };
    return { input, ...(await by.refused(SCHEDULE, { input })) };
  };

  it('respects hours as slots do, but not the grid or the notice, and an organizer may override hours', async () => {
    const made = await evening(3);
    const { ana, bo, cy, organizer, candidate, rounds } = made;
    await states(ana, weekly('TUESDAY', '18:00', '20:00'));
    await states(bo, weekly('TUESDAY', '18:30', '20:00'));
    const late = await refusal(ana, made, bo, '2027-03-09T17:07:00Z');
    expect(late.extensions).toMatchObject({ code: 'NOT_AVAILABLE', who: [bo.memberId] });
    expect(late.extensions.block).toEqual({
      reason: 'NO_COMMON_TIME',
      members: [bo.memberId],
      remedies: [
        {
          ...{ kind: 'ADD_HOURS', choice: 1, member: bo.memberId },
          window: { startsAt: '2027-03-09T17:07:00.000Z', endsAt: '2027-03-09T17:30:00.000Z' },
          ...{ roundKind: null, limit: null, session: null, date: null },
          text: 'Bo adds 9 March 2027, 18:07 to 18:30 (Europe/Berlin) to their hours.',
        },
      ],
    });
    // A member who books agrees to the time by booking, but the hours of the other still count.
    expect((await refusal(bo, made, bo, '2027-03-09T16:00:00Z')).extensions.who).toEqual([ana.memberId]);
    await bo.schedules(late.input);
    // Cy has not stated hours, and can be booked by hand.
    const input = { candidateId: candidate.id, roundId: rounds.get('recruiter-screen'), panel: [seat(cy)] };
    await ana.schedules({ ...input, startsAt: '2027-03-16T17:00:00Z' });
    const aside = {
      ...input,
      roundId: rounds.get('behavioral'),
      startsAt: '2027-03-20T03:00:00Z',
      overrideReason: 'Agreed',
    };
    await organizer.schedules(aside);
  });

  it('accepts only members who interview for this kind of round, except as shadows', async () => {
    const made = await evening(3);
    const { ana, bo, cy, candidate, rounds } = made;
    await bo.setsProfile({ memberId: bo.memberId, qualifiedFor: ['DOMAIN'] });
    const wrong = await refusal(bo, made, bo, '2027-03-09T17:00:00Z');
    expect(wrong.extensions).toMatchObject({
      code: 'NOT_QUALIFIED',
      block: {
        reason: 'NO_QUALIFIED_INTERVIEWER',
        remedies: [{ kind: 'QUALIFY', member: bo.memberId, roundKind: 'CODING' }],
      },
    });
    const panel = [seat(cy), seat(bo, 'SHADOW')];
    const input = {
      candidateId: candidate.id,
      roundId: rounds.get(SOLO_ROUND),
      startsAt: '2027-03-09T17:00:00Z',
      panel,
    };
    await ana.schedules(input);
  });

  it('names all changes that would help in one answer', async () => {
    const made = await evening(2);
    const { ana, bo, organizer } = made;
    await states(ana, weekly('TUESDAY', '18:00', '19:00'));
    await states(bo, weekly('TUESDAY', '18:00', '19:00'));
    await bo.setsProfile({ memberId: bo.memberId, weeklyInterviewLimit: 0 });
    const { input, extensions } = await refusal(organizer, made, bo, '2027-05-03T10:00:00Z');
    expect(extensions.code).toBe('OUT_OF_WINDOW');
    const { remedies } = extensions.block!;
    expect(remedies.map(({ kind }) => kind)).toEqual(['LATER_TARGET', 'ADD_HOURS', 'ADD_HOURS', 'RAISE_LIMIT']);
    await apply(
      made,
      remedies.map((each) => ({ ...each, member: { id: each.member }, session: { id: each.session, version: 1 } })),
    );
    await organizer.schedules(input);
  });
});

describe('a block names the first reason, the members concerned, and remedies that work', () => {
  it('a block says HOURS_NOT_STATED', async () => {
    const kinds = await helps(
      'HOURS_NOT_STATED',
      () => evening(3),
      ({ ana, bo, cy }) => [ana, bo, cy],
    );
    // Nobody has stated hours: the candidate and an interviewer have to.
    expect(kinds.map(({ kind, choice }) => [kind, choice])).toEqual([
      ['STATE_HOURS', 1],
      ['STATE_HOURS', 1],
      ['STATE_HOURS', 2],
      ['STATE_HOURS', 2],
    ]);
    // The proposed hours are by day, and in the reader's own zone.
    expect(kinds[0]!.text).toBe('Ana states hours that include 4 March 2027, 08:00 to 09:00 (Europe/Berlin).');
  });

  it('a block says NO_QUALIFIED_INTERVIEWER', async () => {
    const make = async () => {
      const made = await evening(2);
      for (const peer of [made.ana, made.bo, made.organizer]) await states(peer, weekly('TUESDAY', '18:00', '20:00'));
      await made.bo.setsProfile({ memberId: made.bo.memberId, qualifiedFor: ['DOMAIN'] });
      return made;
    };
    const remedies = await helps('NO_QUALIFIED_INTERVIEWER', make, ({ bo, organizer }) => [bo, organizer]);
    expect(remedies.map(({ kind, roundKind }) => [kind, roundKind])).toEqual([
      ['QUALIFY', 'CODING'],
      ['QUALIFY', 'CODING'],
    ]);
  });

  it('a block says CANDIDATE_NOT_AVAILABLE', async () => {
    const make = async () => {
      const made = await evening(2);
      await states(made.ana);
      await states(made.bo, weekly('TUESDAY', '18:00', '20:00'));
      return made;
    };
    const remedies = await helps('CANDIDATE_NOT_AVAILABLE', make, ({ ana }) => [ana]);
    expect(remedies).toMatchObject([{ kind: 'ADD_HOURS', window: { startsAt: '2027-03-09T17:00:00.000Z' } }]);
  });

  it('a block says NO_COMMON_TIME', async () => {
    const make = async () => {
      const made = await evening(2);
      await states(made.ana, weekly('TUESDAY', '18:00', '19:00'));
      await states(made.bo, weekly('TUESDAY', '18:45', '20:00'), weekly('WEDNESDAY', '18:00', '20:00'));
      return made;
    };
    // More hours of Ana or of Bo would be enough. The reason about the candidate comes first in the list.
    const first = await make();
    const { block } = await search(first.ana, first.coding);
    expect(block.reason).toBe('CANDIDATE_NOT_AVAILABLE');
    expect(block.remedies).toMatchObject([
      { kind: 'ADD_HOURS', window: { startsAt: '2027-03-09T18:00:00.000Z', endsAt: '2027-03-09T18:45:00.000Z' } },
    ]);
    const onlyBo = async () => {
      const made = await evening(2);
      await states(made.ana, weekly('TUESDAY', '18:00', '19:00'));
      await states(made.bo);
      return made;
    };
    await helps('NO_COMMON_TIME', onlyBo, ({ bo }) => [bo]);
  });

  it('a block says ALL_BOOKED', async () => {
    const make = async () => {
      const made = await evening(3);
      await states(made.ana, weekly('TUESDAY', '18:00', '19:00'));
      await states(made.bo, weekly('TUESDAY', '18:00', '19:00'));
      const cy = await world.seed.enroll(made.cy, made.planId);
      for (const day of ['09', '16', '23', '30']) {
        const startsAt = `2027-03-${day}T${day === '30' ? '16' : '17'}:00:00Z`;
        await made.book(made.bo, startsAt, { candidateId: cy.id });
      }
      return made;
    };
    const remedies = await helps('ALL_BOOKED', make, ({ bo }) => [bo]);
    expect(remedies[0]).toMatchObject({ kind: 'MOVE_SESSION' });
    expect(remedies[0]!.text).toBe('Coding with Cy on 9 March is moved.');
  });

  it('a block says WEEKLY_LIMIT', async () => {
    const make = async () => {
      const made = await evening(2);
      await states(made.ana, weekly('TUESDAY', '18:00', '19:00'));
      await states(made.bo, weekly('TUESDAY', '18:00', '19:00'));
      await made.bo.setsProfile({ memberId: made.bo.memberId, weeklyInterviewLimit: 0 });
      return made;
    };
    const remedies = await helps('WEEKLY_LIMIT', make, ({ bo }) => [bo]);
    expect(remedies).toMatchObject([{ kind: 'RAISE_LIMIT', limit: 1 }]);
  });

  it('a block says DAILY_LIMIT', async () => {
    const make = async () => {
      const made = await evening(2);
      await states(made.ana, weekly('TUESDAY', '18:00', '19:00'));
      await states(made.bo, weekly('TUESDAY', '18:00', '19:00'));
      const roundId = made.rounds.get('recruiter-screen');
      for (const day of ['09', '16']) await made.book(made.bo, `2027-03-${day}T06:00:00Z`, { roundId });
      for (const day of ['23', '30'])
        await made.book(made.bo, `2027-03-${day}T05:00:00Z`, { roundId: made.rounds.get('behavioral') });
      return made;
    };
    const remedies = await helps('DAILY_LIMIT', make, ({ ana }) => [ana]);
    expect(remedies[0]).toMatchObject({ kind: 'MOVE_SESSION' });
  });

  it('a block says OUT_OF_WINDOW', async () => {
    const make = async () => {
      const made = await evening(2);
      for (const peer of [made.ana, made.bo]) await states(peer, weekly('TUESDAY', '18:00', '19:00'));
      const window = { windowStart: '2027-03-10', windowEnd: '2027-03-12' };
      await made.ana.ask(WINDOW, { input: { loopRoundId: made.coding, ...window } });
      return made;
    };
    const remedies = await helps('OUT_OF_WINDOW', make, ({ ana }) => [ana]);
    // The Tuesday before is nearer than the next one.
    expect(remedies).toMatchObject([{ kind: 'WIDEN_WINDOW', date: '2027-03-09' }]);
  });

  it('a block says OUT_OF_WINDOW, even beyond the target date', async () => {
    const make = async () => {
      const made = await evening(2);
      await made.ana.ask(TARGET, { input: { candidateId: made.candidate.id, targetDate: '2027-03-20' } });
      const late = [{ date: '2027-04-10', windows: [{ start: '18:00', end: '19:00' }] }];
      for (const { memberId, ask } of [made.ana, made.bo])
        await ask(HOURS, { input: { memberId, weekly: [], exceptions: late } });
      return made;
    };
    const remedies = await helps('OUT_OF_WINDOW', make, ({ ana }) => [ana]);
    expect(remedies.map(({ kind, date }) => [kind, date])).toEqual([
      ['LATER_TARGET', '2027-04-10'],
      ['WIDEN_WINDOW', '2027-04-10'],
    ]);
  });

  it('a block says ALL_BOOKED, without moving a session that directly follows another, which would need its buffer again', async () => {
    const { ana, bo, cy, organizer, groupId, planId, rounds, book } = await evening();
    const bos = await world.seed.enroll(bo, planId);
    const cys = await world.seed.enroll(cy, planId);
    await organizer.updatesGroup({ groupId, bufferMinutes: 0 });
    await book(bo, '2027-03-10T17:00:00Z');
    const { scheduleSession: second } = await book(ana, '2027-03-10T18:00:00Z', { candidateId: bos.id });
    await organizer.updatesGroup({ groupId, bufferMinutes: 15 });
    await ana.setsProfile({ memberId: ana.memberId, qualifiedFor: [] });
    const evenings = [{ date: '2027-03-10', windows: [{ start: '19:00', end: '20:00' }] }];
    for (const { memberId, ask } of [bo, cy])
      await ask(HOURS, { input: { memberId, weekly: [], exceptions: evenings } });
    const coding = cys.loop.get(SOLO_ROUND);
    await cy.ask(WINDOW, { input: { loopRoundId: coding, windowStart: '2027-03-01', windowEnd: '2027-04-30' } });
    const span = { from: '2027-03-10T00:00:00Z', to: '2027-03-11T00:00:00Z', panel: [bo.memberId] };
    const { block } = await search(cy, coding, span);
    expect(block.reason).toBe('ALL_BOOKED');
    expect(block.remedies.map(({ session }) => session?.id)).not.toContain(second.id);
    const input = {
      candidateId: cys.id,
      roundId: rounds.get(SOLO_ROUND),
      startsAt: '2027-03-10T18:00:00Z',
      panel: [seat(bo)],
    };
    const refusal = await cy.refused(SCHEDULE, { input });
    expect(refusal.extensions).toMatchObject({ code: 'TIME_TAKEN', block: { remedies: [] } });
  });

  it('a block says OUT_OF_WINDOW, if fewer days are left than rounds', async () => {
    const make = async () => {
      const made = await evening(2);
      await made.ana.ask(TARGET, { input: { candidateId: made.candidate.id, targetDate: '2027-03-20' } });
      const late = [{ date: '2027-03-22', windows: [{ start: '18:00', end: '19:00' }] }];
      for (const { memberId, ask } of [made.ana, made.bo])
        await ask(HOURS, { input: { memberId, weekly: [], exceptions: late } });
      world.service.clock.set('2027-03-18T09:00:00Z');
      for (const peer of [made.ana, made.bo, made.organizer]) await peer.signInAgain();
      return made;
    };
    const remedies = await helps('OUT_OF_WINDOW', make, ({ ana }) => [ana]);
    expect(remedies.map(({ kind }) => kind)).toEqual(['LATER_TARGET', 'WIDEN_WINDOW']);
    expect(remedies[0]!.date > '2027-03-22').toBe(true);
  });

  it('a block says NO_QUALIFIED_INTERVIEWER, without a remedy, if the group is too small for the panel', async () => {
    const made = await evening(1);
    const pair = made.candidate.loop.get(PAIR_ROUND);
    const { slots, block } = await search(made.ana, pair);
    expect(slots).toEqual([]);
    expect(block).toMatchObject({ reason: 'NO_QUALIFIED_INTERVIEWER', members: [{ id: made.organizer.memberId }] });
    expect(block.remedies).toEqual([]);
  });

  it('a block says TOO_SOON, if the days that are asked about are over', async () => {
    const made = await evening();
    const past = { from: '2027-02-01T00:00:00Z', to: '2027-02-10T00:00:00Z' };
    const { block } = await search(made.ana, made.coding, past);
    expect(block).toMatchObject({ reason: 'TOO_SOON', members: [{ id: made.ana.memberId }], remedies: [] });
  });

  it('a block says OUT_OF_WINDOW, without a remedy, where the window or the days asked about are more than 92 days away', async () => {
    const { ana, bo, candidate, coding } = await evening(2);
    await ana.ask(TARGET, { input: { candidateId: candidate.id, targetDate: '2027-12-01' } });
    for (const peer of [ana, bo]) await states(peer, ...anyTime);
    const block = { reason: 'OUT_OF_WINDOW', members: [{ id: ana.memberId }], remedies: [] };
    const tooFar = { from: '2027-06-02T00:00:00Z', to: '2027-06-10T00:00:00Z' };
    expect(await search(ana, coding, tooFar)).toEqual({ slots: [], block });
    await ana.ask(WINDOW, { input: { loopRoundId: coding, windowStart: '2027-07-01', windowEnd: '2027-07-30' } });
    expect(await search(ana, coding)).toEqual({ slots: [], block });
    world.service.clock.set('2027-04-01T09:00:00Z');
    for (const peer of [ana, bo]) await peer.signInAgain();
    expect((await search(ana, coding)).slots.length).toBeGreaterThan(0);
  });

  it('a block says TOO_SOON if only starts within the notice are left', async () => {
    const make = async () => {
      const made = await evening(2);
      await made.ana.ask(WINDOW, {
        input: { loopRoundId: made.coding, windowStart: '2027-03-01', windowEnd: '2027-03-01' },
      });
      const today = [{ date: '2027-03-01', windows: [{ start: '18:00', end: '19:00' }] }];
      for (const { memberId, ask } of [made.ana, made.bo])
        await ask(HOURS, { input: { memberId, weekly: [], exceptions: today } });
      return made;
    };
    await helps('TOO_SOON', make, ({ ana }) => [ana]);
  });

  it('a block says FEEDBACK_OVERDUE', async () => {
    const make = async () => {
      const made = await evening(2);
      for (const peer of [made.ana, made.bo]) await states(peer, ...anyTime);
      const bo = await world.seed.enroll(made.bo, made.planId);
      const input = { candidateId: bo.id, roundId: made.rounds.get(SOLO_ROUND) };
      for (const startsAt of ['2027-02-20T10:00:00Z', '2027-02-21T10:00:00Z'])
        await made.ana.ask(LOG, { input: { ...input, startsAt, panel: [seat(made.ana)] } });
      return made;
    };
    const now = world.service.clock.now().toISOString();
    try {
      const made = async () => {
        world.service.clock.set(now);
        const each = await make();
        world.service.clock.pass({ hours: 24 * 9 + 1 });
        for (const peer of [each.organizer, ...each.members]) await peer.signInAgain();
        return each;
      };
      const remedies = await helps('FEEDBACK_OVERDUE', made, ({ ana }) => [ana]);
      const owed = { kind: 'GIVE_FEEDBACK', choice: 1, session: { id: expect.any(String) } };
      expect(remedies).toMatchObject([owed, owed]);
      // Only Ana and organizers learn which scorecards she owes.
      const other = await made();
      const told = async (viewer: Peer) => (await search(viewer, other.coding)).block.remedies;
      // The others do not even learn how many she owes.
      expect(await told(other.bo)).toMatchObject([
        { session: null, text: 'Ana submits a scorecard that is long overdue.' },
      ]);
      expect(await told(other.organizer)).toMatchObject([owed, owed]);
    } finally {
      world.service.clock.set(now);
    }
  });
});

describe('a request for no slots', () => {
  it('is answered with one slot, and never with a block if slots exist', async () => {
    const { ana, bo, coding } = await evening();
    for (const peer of [ana, bo]) await states(peer, ...anyTime);
    const { slots, block } = await search(ana, coding, { first: 0 });
    expect([slots.length, block]).toEqual([1, null]);
    const { startsAt } = slots[0]!;
    const to = new Date(Date.parse(startsAt) + 1).toISOString();
    expect((await search(ana, coding, { first: -5, from: startsAt, to })).slots).toHaveLength(1);
  });
});

describe('a refused booking', () => {
  it('names a later target date even beyond the real interview, which does not prevent bookings by hand', async () => {
    const { ana, bo, organizer, candidate, coding, rounds } = await evening();
    await ana.updatesRound({ loopRoundId: coding, realInterviewOn: '2027-04-20' });
    for (const peer of [ana, bo]) await states(peer, ...anyTime);
    const startsAt = '2027-05-05T17:00:00Z';
    const input = { candidateId: candidate.id, roundId: rounds.get(SOLO_ROUND), startsAt, panel: [seat(bo)] };
    const { remedies } = (await organizer.refused(SCHEDULE, { input })).extensions.block!;
    expect(remedies).toMatchObject([{ kind: 'LATER_TARGET', member: ana.memberId }]);
    await ana.ask(TARGET, { input: { candidateId: candidate.id, targetDate: remedies[0]!.date } });
    await organizer.schedules(input);
  });

  it('names everything that prevents it, and succeeds after the remedies', async () => {
    const made = await evening();
    const { ana, bo, cy, organizer, planId, candidate, rounds, book } = made;
    const cys = await world.seed.enroll(cy, planId);
    await states(bo, weekly('MONDAY', '09:00', '10:00'));
    const { scheduleSession } = await book(bo, '2027-03-09T17:00:00Z', { candidateId: cys.id });
    const input = {
      candidateId: candidate.id,
      roundId: rounds.get(SOLO_ROUND),
      startsAt: '2027-03-09T17:00:00Z',
      panel: [seat(bo)],
    };
    const { extensions } = await ana.refused(SCHEDULE, { input });
    expect(extensions).toMatchObject({ code: 'NOT_AVAILABLE', who: [bo.memberId] });
    const { remedies } = extensions.block!;
    expect(remedies.map(({ kind }) => kind)).toEqual(['ADD_HOURS', 'MOVE_SESSION']);
    await restates(bo, weekly('TUESDAY', '17:00', '23:00'));
    const { id: sessionId, version: expectedVersion } = scheduleSession;
    const move = { sessionId, expectedVersion, startsAt: '2027-03-10T17:00:00Z', reason: 'x', overrideReason: 'x' };
    await organizer.moves(move);
    await ana.schedules(input);
  });
});
