import type { Operations } from './kit/operations.js';
import { CANCEL, PAIR_ROUND, REMOVE, seat, SOLO_ROUND, type Peer, UPDATE_GROUP, HOURS } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

const SESSION = 'id startsAt endsAt version status exchangedWith { id } panel { id member { id } }';
const EXCHANGE =
  `mutation ($input: ScheduleExchangeInput!) { scheduleExchange(input: $input) { ${SESSION} } }` as const;
const READ = `query ($id: ID!) { session(id: $id) { ${SESSION} history { kind reason } } }` as const;
const SLOTS = `query ($id: ID!, $with: ID!, $first: Int, $from: DateTime) { node(id: $id) { ... on LoopRound {
  exchangeSlots(withLoopRoundId: $with, first: $first, from: $from) {
    slots { startsAt endsAt first { startsAt panel { role member { id } } } second { startsAt panel { member { id } } } }
    block { reason members { id } remedies { kind choice member { id } roundKind window { startsAt endsAt } text } } } } } }`;
const MOVE = `mutation ($input: RescheduleSessionInput!) { rescheduleSession(input: $input) { ${SESSION} } }` as const;
const CANCEL_BOTH = `mutation ($input: CancelSessionInput!) { cancelSession(input: $input) { ${SESSION} } }` as const;
const REASSIGN =
  `mutation ($input: ReassignInterviewerInput!) { reassignInterviewer(input: $input) { ${SESSION} } }` as const;
const at = (time: string, day = '10') => `2027-03-${day}T${time}:00.000Z`;
const NIGHT = '2027-03-10T17:00:00Z';

type Half = Operations[typeof EXCHANGE]['data']['scheduleExchange'][number];

/** Ana and Bo prepare for the same plan, and Cy and Dee could help. Coding takes 60 minutes, and 15 are kept free after it. */
async function pair() {
  const made = await world.seed.plan({ members: 4 });
  const [ana, bo, cy, dee] = made.members as [Peer, Peer, Peer, Peer];
  const other = await world.seed.enroll(bo, made.planId);
  const [first, second] = [made.candidate.loop.get(SOLO_ROUND), other.loop.get(SOLO_ROUND)];
  const input = { firstLoopRoundId: first, secondLoopRoundId: second, startsAt: NIGHT };
  return { ...made, ana, bo, cy, dee, other, first, second, input };
}

async function booked(by: 'ana' | 'organizer' = 'ana') {
  const made = await pair();
  const { scheduleExchange } = await made[by].ask(EXCHANGE, { input: made.input });
  return { ...made, halves: scheduleExchange as [Half, Half] };
}

/** An exchange that was booked without a buffer, directly before another session of Bo. Since then, the buffer is 15 minutes. */
async function tight() {
  const made = await pair();
  const { organizer, groupId, ana, bo, dee, planId, rounds } = made;
  const buffer = (bufferMinutes: number) => organizer.ask(UPDATE_GROUP, { input: { groupId, bufferMinutes } });
  await buffer(0);
  const { scheduleExchange } = await ana.ask(EXCHANGE, { input: made.input });
  const dees = await world.seed.enroll(dee, planId);
  const next = { candidateId: dees.id, roundId: rounds.get(SOLO_ROUND), startsAt: at('19:00'), panel: [seat(bo)] };
  await dee.schedules(next);
  await buffer(15);
  return { ...made, halves: scheduleExchange as [Half, Half] };
}

const overlaps = () =>
  world.service.db.query<unknown[]>(
    `select 1 from booking a join booking b on a.person_id = b.person_id and a.session_id < b.session_id
       and tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)`,
  );

const read = async (viewer: Peer, { id }: Half) => (await viewer.ask(READ, { id })).session;

/** The kinds of the lines in a session's history, oldest first. */
const linesOf = async (viewer: Peer, half: Half) => (await read(viewer, half)).history.map(({ kind }) => kind);

const move = (half: Pick<Half, 'id' | 'version'>, startsAt: string, more: object = {}) => ({
  input: { sessionId: half.id, startsAt, reason: 'Later suits us', expectedVersion: half.version, ...more },
});

const states = (peer: Peer, start: string, end: string, expectedVersion?: number) => {
  const weekly = [{ day: 'WEDNESDAY' as const, start, end }];
  return peer.ask(HOURS, { input: { memberId: peer.memberId, weekly, exceptions: [], expectedVersion } });
};

describe('an exchange', () => {
  it('is offered at times when both halves fit one after the other, and is booked as offered', async () => {
    const { ana, bo, first, second, input } = await pair();
    await states(ana, '18:00', '20:00');
    await states(bo, '18:00', '20:00');
    const asked = { id: first, with: second, from: '2027-03-09T00:00:00Z', first: 2 };
    const { slots, block } = (await ana.ask(SLOTS, asked)).node.exchangeSlots;
    expect(block).toBeNull();
    expect(slots).toEqual([
      {
        startsAt: at('17:00'),
        endsAt: at('19:00'),
        first: { startsAt: at('17:00'), panel: [{ role: 'LEAD', member: { id: bo.memberId } }] },
        second: { startsAt: at('18:00'), panel: [{ member: { id: ana.memberId } }] },
      },
      expect.objectContaining({ startsAt: at('17:00', '17'), endsAt: at('19:00', '17') }),
    ]);
    const { scheduleExchange } = await bo.ask(EXCHANGE, { input: { ...input, startsAt: slots[0]!.startsAt } });
    const [one, two] = scheduleExchange;
    expect(one).toMatchObject({ startsAt: at('17:00'), endsAt: at('18:00'), exchangedWith: { id: two!.id } });
    expect(two).toMatchObject({ startsAt: at('18:00'), endsAt: at('19:00'), exchangedWith: { id: one!.id } });
    expect(scheduleExchange.map(({ panel }) => panel[0]!.member.id)).toEqual([bo.memberId, ana.memberId]);
    // The round wants another session, but that time is taken.
    const again = (await ana.ask(SLOTS, asked)).node.exchangeSlots;
    expect(again.slots[0]!.startsAt).toBe(at('17:00', '17'));
  });

  it('that does not fit is explained, and applying the data of a remedy makes it fit', async () => {
    const { ana, bo, organizer, first, second } = await pair();
    await states(ana, '18:00', '20:00');
    await states(bo, '18:00', '20:00');
    await organizer.setsProfile({ memberId: ana.memberId, qualifiedFor: ['DOMAIN'] });
    const asked = { id: first, with: second };
    const { slots, block } = (await bo.ask(SLOTS, asked)).node.exchangeSlots;
    expect(slots).toEqual([]);
    expect(block).toMatchObject({
      reason: 'NO_QUALIFIED_INTERVIEWER',
      members: [{ id: ana.memberId }],
      remedies: [{ kind: 'QUALIFY', choice: 1, member: { id: ana.memberId }, roundKind: 'CODING' }],
    });
    const [remedy] = block.remedies;
    await organizer.setsProfile({ memberId: remedy!.member.id, qualifiedFor: ['DOMAIN', remedy!.roundKind] });
    expect((await bo.ask(SLOTS, asked)).node.exchangeSlots.slots.length).toBeGreaterThan(0);
  });

  it('that lacks hours is blocked with one remedy of hours for both halves', async () => {
    const { ana, bo, first, second } = await pair();
    await states(ana, '18:00', '20:00');
    await states(bo, '18:00', '18:45');
    const { block } = (await bo.ask(SLOTS, { id: first, with: second })).node.exchangeSlots;
    expect(block.remedies[0]).toMatchObject({ kind: 'ADD_HOURS', member: { id: bo.memberId } });
    const { startsAt, endsAt } = block.remedies[0]!.window;
    expect(Date.parse(endsAt) - Date.parse(startsAt)).toBeLessThanOrEqual(90 * 60_000);
    expect(block.remedies.filter(({ choice }) => choice === 1)).toHaveLength(1);
  });

  it('has neither slots nor a block for rounds that can never be exchanged', async () => {
    const { ana, candidate, first, other } = await pair();
    const stranger = await pair();
    const withs = [first, candidate.loop.get(PAIR_ROUND), other.loop.get(PAIR_ROUND), stranger.first, 'nonsense'];
    for (const other of withs)
      expect((await ana.ask(SLOTS, { id: first, with: other })).node.exchangeSlots).toEqual({
        slots: [],
        block: null,
      });
  });

  it('keeps no time free between its halves, but keeps the buffer free after them', async () => {
    const { halves } = await booked();
    expect(await minutesFree(halves)).toEqual([0, 0, 15, 15]);
  });

  it('moves both sessions together on request, each with its version, or neither', async () => {
    const { ana, organizer, halves } = await booked();
    const [one, two] = halves;
    const fields = async (more: object) => {
      const { extensions } = await ana.refused(MOVE, move(one, at('17:30'), { alsoOther: true, ...more }));
      return extensions.fields?.map(({ path }) => path) ?? extensions.code;
    };
    expect(await fields({})).toEqual(['otherExpectedVersion']);
    expect(await fields({ otherExpectedVersion: 7 })).toBe('VERSION_CONFLICT');
    const { message, extensions } = await ana.refused(
      MOVE,
      move(one, at('17:30'), { alsoOther: true, otherExpectedVersion: 7 }),
    );
    expect(message).toContain('The other half of the exchange has changed');
    expect(extensions).toMatchObject({ currentVersion: 1, session: two.id });
    const both = { alsoOther: true, otherExpectedVersion: 1 };
    // Half an hour later, the new times overlap the old times of both halves.
    const moved = (await ana.ask(MOVE, move(one, at('17:30'), both))).rescheduleSession;
    expect(moved).toMatchObject({ startsAt: at('17:30'), version: 2, exchangedWith: { id: two.id } });
    expect(await read(ana, two)).toMatchObject({ startsAt: at('18:30'), endsAt: at('19:30'), version: 2 });
    expect((await read(ana, two)).history.at(-1)).toEqual({ kind: 'RESCHEDULED', reason: 'Later suits us' });
    // The half that follows can lead the move as well: the half that comes first stays directly before it.
    const back = { alsoOther: true, otherExpectedVersion: 2 };
    await organizer.ask(MOVE, move({ ...two, version: 2 }, at('18:15'), back));
    expect(await read(ana, one)).toMatchObject({ startsAt: at('17:15'), endsAt: at('18:15') });
    expect(await minutesFree(halves)).toEqual([0, 0, 15, 15]);
  });

  it('counts once when both halves are moved or cancelled late by one act', async () => {
    const before = world.service.clock.now().toISOString();
    const { bo, halves } = await booked();
    const RELIABILITY = 'query ($id: ID!) { node(id: $id) { ... on Member { reliability { lateCancellations } } } }';
    const late = async () => (await bo.ask(RELIABILITY, { id: bo.memberId })).node.reliability.lateCancellations;
    world.service.clock.set('2027-03-10T16:00:00Z');
    await bo.signInAgain();
    const both = { alsoOther: true, otherExpectedVersion: 1 };
    await bo.ask(MOVE, move(halves[0], at('19:00'), both));
    expect(await late()).toBe(1);
    const again = { alsoOther: true, otherExpectedVersion: 2, expectedVersion: 2 };
    await bo.ask(CANCEL_BOTH, { input: { sessionId: halves[0].id, reason: 'Ill', ...again } });
    expect(await late()).toBe(2);
    world.service.clock.set(before);
  });

  it('does not move at all if one half would be refused', async () => {
    const { ana, cy, dee, halves, planId, rounds } = await booked();
    const [one] = halves;
    const dees = await world.seed.enroll(dee, planId);
    const input = { candidateId: dees.id, roundId: rounds.get(SOLO_ROUND), startsAt: at('20:30'), panel: [seat(ana)] };
    await dee.schedules(input);
    const both = { alsoOther: true, otherExpectedVersion: 1 };
    const refused = await cy.refused(MOVE, move(one, at('19:30'), both));
    expect(refused.extensions.code).toBe('FORBIDDEN');
    const taken = await ana.refused(MOVE, move(one, at('19:30'), both));
    expect(taken.extensions).toMatchObject({ code: 'TIME_TAKEN', who: [ana.memberId] });
    expect(await read(ana, one)).toMatchObject({ startsAt: at('17:00'), version: 1 });
  });

  it('ends when one half moves alone, and the half that came first keeps its buffer free', async () => {
    const { ana, bo, halves } = await booked();
    const [one, two] = halves;
    // Five minutes later there is no room for the buffer of the first half.
    const { message, extensions } = await ana.refused(MOVE, move(two, at('18:05')));
    expect(message).toContain('needs 15 free minutes after it again');
    expect(extensions).toMatchObject({ code: 'TIME_TAKEN', block: { reason: 'ALL_BOOKED', remedies: [] } });
    expect(extensions.block!.members.toSorted()).toEqual([ana.memberId, bo.memberId].toSorted());
    expect((await read(ana, one)).exchangedWith).toEqual({ id: two.id });
    const moved = (await ana.ask(MOVE, move(two, at('18:15')))).rescheduleSession;
    expect(moved.exchangedWith).toBeNull();
    expect(await read(ana, one)).toMatchObject({ exchangedWith: null, version: 1 });
    expect(await linesOf(ana, one)).toEqual(['SCHEDULED', 'EXCHANGE_ENDED']);
    expect(await linesOf(ana, two)).toEqual(['SCHEDULED', 'RESCHEDULED']);
    expect(await minutesFree(halves)).toEqual([15, 15, 15, 15]);
  });

  it('cannot move its first half alone to where the buffer would not be free', async () => {
    const { ana, halves } = await booked();
    const [one] = halves;
    for (const time of ['16:55', '17:15']) {
      const { message, extensions } = await ana.refused(MOVE, move(one, at(time)));
      expect(extensions.code).toBe('TIME_TAKEN');
      expect(message).toContain('move both halves of the exchange (alsoOther)');
    }
    await ana.ask(MOVE, move(one, at('16:45')));
    expect(await minutesFree(halves)).toEqual([15, 15, 15, 15]);
  });

  it('is cancelled with both halves on request; otherwise the other half stays, with its buffer', async () => {
    const { bo, halves } = await booked();
    const cancel = (half: Half, more: object = {}) => ({
      input: { sessionId: half.id, reason: 'Ill', expectedVersion: 1, ...more },
    });
    const both = { alsoOther: true, otherExpectedVersion: 1 };
    const gone = (await bo.ask(CANCEL_BOTH, cancel(halves[1], both))).cancelSession;
    expect(gone).toMatchObject({ status: 'CANCELLED', exchangedWith: { id: halves[0].id } });
    expect(await read(bo, halves[0])).toMatchObject({ status: 'CANCELLED', exchangedWith: { id: halves[1].id } });
    expect(await minutesFree(halves)).toEqual([]);
    for (const half of halves) expect(await linesOf(bo, half)).toEqual(['SCHEDULED', 'CANCELLED']);
    const again = await booked();
    await again.ana.ask(CANCEL, cancel(again.halves[1]));
    expect(await read(again.ana, again.halves[0])).toMatchObject({ status: 'SCHEDULED', exchangedWith: null });
    expect(await linesOf(again.bo, again.halves[0])).toEqual(['SCHEDULED', 'EXCHANGE_ENDED']);
    expect(await minutesFree(again.halves)).toEqual([15, 15]);
    const refused = await again.ana.refused(CANCEL, cancel(again.halves[0], both));
    expect(refused.extensions.fields!.map(({ path }) => path)).toEqual(['alsoOther']);
  });

  it('ends when an interviewer is replaced, but the member who stays in both halves still has no buffer between them', async () => {
    const { ana, bo, cy, halves } = await booked();
    const [one, two] = halves;
    const input = {
      assignmentId: two.panel[0]!.id,
      toMemberId: cy.memberId,
      reason: 'Cy knows it',
      expectedVersion: 1,
    };
    const { reassignInterviewer } = await bo.ask(REASSIGN, { input });
    expect(reassignInterviewer).toMatchObject({ exchangedWith: null, startsAt: at('18:00') });
    expect((await read(bo, one)).exchangedWith).toBeNull();
    expect(await linesOf(bo, one)).toEqual(['SCHEDULED', 'EXCHANGE_ENDED']);
    const free = new Map((await peopleFree(one)).map(({ memberId, minutes }) => [memberId, minutes]));
    // Ana left the second half and keeps her buffer; Bo is its candidate and goes there directly.
    expect(free.get(uuidOf(ana.memberId))).toBe(15);
    expect(free.get(uuidOf(bo.memberId))).toBe(0);
  });

  it('ends when another member covers an interviewer, and the history of the other half says so', async () => {
    const { ana, bo, cy, halves } = await booked();
    const [one, two] = halves;
    const { id } = await ana.proposesSwap({ giveAssignmentId: two.panel[0]!.id, reason: 'I travel that day' });
    await cy.acceptsSwap(id);
    expect(await read(bo, one)).toMatchObject({ exchangedWith: null, panel: [{ member: { id: bo.memberId } }] });
    expect(await linesOf(bo, one)).toEqual(['SCHEDULED', 'EXCHANGE_ENDED']);
    expect(await linesOf(bo, two)).toEqual(['SCHEDULED', 'SWAPPED']);
  });

  it('ends when one of the two leaves', async () => {
    const { bo, ana, halves } = await booked();
    const removeMember = await ana.removes(ana.memberId);
    expect(removeMember.cancelled.map(({ id }) => id)).toEqual([halves[0].id]);
    expect(removeMember.uncovered.map(({ id }) => id)).toEqual([halves[1].id]);
    expect(await read(bo, halves[1])).toMatchObject({ status: 'SCHEDULED', exchangedWith: null, panel: [] });
    expect(await linesOf(bo, halves[0])).toEqual(['SCHEDULED', 'CANCELLED']);
    expect(await linesOf(bo, halves[1])).toEqual(['SCHEDULED', 'EXCHANGE_ENDED', 'REASSIGNED']);
  });

  it('never prevents members from cancelling, leaving or replacing, even if the buffer has changed since', async () => {
    const changes: ((made: Awaited<ReturnType<typeof tight>>) => Promise<unknown>)[] = [
      ({ bo, halves }) => bo.ask(CANCEL, { input: { sessionId: halves[0].id, reason: 'Ill', expectedVersion: 1 } }),
      ({ ana }) => ana.ask(REMOVE, { id: ana.memberId }),
      ({ organizer, ana }) => organizer.ask(REMOVE, { id: ana.memberId }),
      ({ organizer, halves, cy }) =>
        organizer.ask(REASSIGN, {
          input: {
            ...{ assignmentId: halves[0].panel[0]!.id, toMemberId: cy.memberId, reason: 'x', expectedVersion: 1 },
            overrideReason: 'x',
          },
        }),
    ];
    for (const change of changes) {
      const made = await tight();
      await change(made);
      const [left] = await overlaps();
      expect(left).toBeUndefined();
    }
  });

  it('gives the buffer back when its second half, whose interviewer was replaced, is cancelled', async () => {
    const { bo, cy, halves } = await booked();
    const input = { assignmentId: halves[1].panel[0]!.id, toMemberId: cy.memberId, reason: 'x', expectedVersion: 1 };
    await bo.ask(REASSIGN, { input });
    const boRow = uuidOf(bo.memberId);
    const freeAfter = async () => (await peopleFree(halves[0])).find(({ memberId }) => memberId === boRow)!.minutes;
    expect(await freeAfter()).toBe(0);
    await bo.cancels({ sessionId: halves[1].id, reason: 'x', expectedVersion: 2 });
    expect(await freeAfter()).toBe(15);
  });

  it('that moves keeps the buffer free for a shadow of its first half', async () => {
    const { ana, cy, organizer, halves } = await booked();
    await organizer.ask(REASSIGN, {
      input: { sessionId: halves[0].id, role: 'SHADOW', toMemberId: cy.memberId, reason: 'x', expectedVersion: 1 },
    });
    const both = { alsoOther: true, otherExpectedVersion: 1 };
    await ana.ask(MOVE, move({ ...halves[0], version: 2 }, at('17:30'), both));
    const free = new Map((await peopleFree(halves[0])).map(({ memberId, minutes }) => [memberId, minutes]));
    expect(free.get(uuidOf(cy.memberId))).toBe(15);
    expect(free.get(uuidOf(ana.memberId))).toBe(0);
  });

  it('that overlaps a booking names the session to move, in either half', async () => {
    const { ana, dee, halves, input, planId, rounds } = await booked();
    const dees = await world.seed.enroll(dee, planId);
    const blocking = async (startsAt: string) => {
      const asked = { candidateId: dees.id, roundId: rounds.get(SOLO_ROUND), startsAt, panel: [seat(ana)] };
      return (await dee.schedules(asked)).id;
    };
    // Only the second half would overlap it.
    const later = await blocking(at('20:45'));
    const moved = await ana.refused(MOVE, move(halves[0], at('19:30'), { alsoOther: true, otherExpectedVersion: 1 }));
    expect(moved.extensions).toMatchObject({
      code: 'TIME_TAKEN',
      who: [ana.memberId],
      block: { reason: 'ALL_BOOKED', remedies: [{ kind: 'MOVE_SESSION', session: later }] },
    });
    const next = await blocking(at('18:45', '11'));
    const again = await ana.refused(EXCHANGE, { input: { ...input, startsAt: at('17:30', '11') } });
    expect(again.extensions).toMatchObject({
      code: 'TIME_TAKEN',
      block: { remedies: [{ kind: 'MOVE_SESSION', session: next }] },
    });
  });

  it('is booked once under one key, even after its halves are no longer linked', async () => {
    const { ana, input } = await pair();
    const keyed = { ...input, idempotencyKey: 'one' };
    const ids = async () => (await ana.ask(EXCHANGE, { input: keyed })).scheduleExchange.map(({ id }) => id);
    const [first, second] = (await ids()) as [string, string];
    expect(await ids()).toEqual([first, second]);
    await ana.ask(MOVE, move({ id: second, version: 1 }, at('20:00')));
    expect(await ids()).toEqual([first, second]);
    const other = await ana.refused(EXCHANGE, { input: { ...keyed, startsAt: at('21:00') } });
    expect(other.extensions.fields!.map(({ path }) => path)).toEqual(['idempotencyKey']);
  });

  it('obeys the rules of a booking by hand in both halves, and an organizer may override them', async () => {
    const { ana, bo, cy, organizer, input } = await pair();
    const code = async (by: Peer, change: object = {}) =>
      (await by.refused(EXCHANGE, { input: { ...input, ...change } })).extensions.code;
    expect(await code(cy)).toBe('FORBIDDEN');
    expect(await code(ana, { startsAt: '2027-02-28T10:00:00Z' })).toBe('INVALID_INPUT');
    await organizer.setsProfile({ memberId: ana.memberId, qualifiedFor: [] });
    expect((await bo.refused(EXCHANGE, { input })).extensions).toMatchObject({
      code: 'NOT_QUALIFIED',
      block: { reason: 'NO_QUALIFIED_INTERVIEWER', members: [ana.memberId] },
    });
    expect(await code(ana, { overrideReason: 'Please' })).toBe('FORBIDDEN');
    const { scheduleExchange } = await organizer.ask(EXCHANGE, {
      input: { ...input, overrideReason: 'Ana wants to learn it' },
    });
    for (const half of scheduleExchange)
      expect((await read(ana, half)).history.map(({ kind }) => kind)).toEqual(['SCHEDULED', 'OVERRIDE']);
  });

  it('that breaks rules in both halves is refused with everything that helps, and fits once all of it is done', async () => {
    const { ana, bo, organizer, input } = await pair();
    await states(bo, '18:00', '18:30');
    for (const { memberId } of [ana, bo]) await organizer.setsProfile({ memberId, qualifiedFor: [] });
    const { extensions } = await ana.refused(EXCHANGE, { input });
    expect(extensions.code).toBe('NOT_QUALIFIED');
    expect(extensions.block!.members.toSorted()).toEqual([ana.memberId, bo.memberId].toSorted());
    const remedies = extensions.block!.remedies;
    expect(remedies.map(({ kind, member, choice }) => [kind, member, choice])).toEqual([
      ['QUALIFY', bo.memberId, 1],
      // One window for both halves.
      ['ADD_HOURS', bo.memberId, 1],
      ['QUALIFY', ana.memberId, 1],
    ]);
    expect(remedies[1]!.window).toEqual({ startsAt: at('17:30'), endsAt: at('19:00') });
    for (const { memberId } of [ana, bo]) await organizer.setsProfile({ memberId, qualifiedFor: ['CODING'] });
    await states(bo, '18:00', '20:00', 1);
    await ana.ask(EXCHANGE, { input });
  });

  it('names only what a newcomer to one half can change, because the others are already booked', async () => {
    const { ana, cy, halves } = await booked();
    await states(cy, '20:00', '22:00');
    const [first] = halves;
    const assignmentId = first.panel[0]!.id;
    const input = { assignmentId, toMemberId: cy.memberId, reason: 'Bo is ill', expectedVersion: 1 };
    const { extensions } = await ana.refused(REASSIGN, { input });
    expect(extensions).toMatchObject({
      code: 'NOT_AVAILABLE',
      block: { members: [cy.memberId], remedies: [{ kind: 'ADD_HOURS', member: cy.memberId }] },
    });
    await states(cy, '18:00', '22:00', 1);
    await ana.ask(REASSIGN, { input });
  });

  it('that moves does not block itself: the remedies for its new time ignore its old time', async () => {
    const { ana, bo, halves } = await booked();
    await states(bo, '18:00', '20:00');
    const later = move(halves[0], at('18:00'), { alsoOther: true, otherExpectedVersion: 1 });
    const { extensions } = await ana.refused(MOVE, later);
    expect(extensions).toMatchObject({
      code: 'NOT_AVAILABLE',
      block: { members: [bo.memberId], remedies: [{ kind: 'ADD_HOURS', member: bo.memberId }] },
    });
    await states(bo, '18:00', '21:00', 1);
    await ana.ask(MOVE, later);
  });

  it('is refused for two rounds of one member, for panels, and for rounds of other groups', async () => {
    const { ana, candidate, first, other, input } = await pair();
    const stranger = await pair();
    const paths = async (change: object) => {
      const { extensions } = await ana.refused(EXCHANGE, { input: { ...input, ...change } });
      return extensions.fields?.map(({ path }) => path) ?? extensions.code;
    };
    expect(await paths({ secondLoopRoundId: first })).toEqual(['secondLoopRoundId']);
    const pairs = { firstLoopRoundId: candidate.loop.get(PAIR_ROUND), secondLoopRoundId: other.loop.get(PAIR_ROUND) };
    expect(await paths(pairs)).toEqual(['firstLoopRoundId', 'secondLoopRoundId']);
    expect(await paths({ secondLoopRoundId: stranger.first })).toBe('NOT_FOUND');
    expect(await paths({ firstLoopRoundId: stranger.first })).toBe('NOT_FOUND');
    expect(await paths({ secondLoopRoundId: ana.memberId })).toEqual(['secondLoopRoundId']);
  });

  it('books both sessions or none while 24 clients want the same evening', async () => {
    const { ana, bo, cy, dee, organizer, first, second, planId } = await pair();
    const [cys, dees] = [await world.seed.enroll(cy, planId), await world.seed.enroll(dee, planId)];
    const third = cys.loop.get(SOLO_ROUND);
    const fourth = dees.loop.get(SOLO_ROUND);
    const pairs = [
      [first, second],
      [second, third],
      [third, fourth],
      [fourth, first],
    ] as const;
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, n) => {
        const [firstLoopRoundId, secondLoopRoundId] = pairs[n % 4]!;
        const startsAt = ['17:00', '17:30', '18:15'][n % 3]!;
        const by = [ana, bo, cy, dee, organizer][n % 5]!;
        const input = { firstLoopRoundId, secondLoopRoundId, startsAt: at(startsAt, '17'), overrideReason: 'Race' };
        return world.service.ask(
          EXCHANGE,
          { input: by === organizer ? input : { ...input, overrideReason: null } },
          by.token,
        );
      }),
    );
    const won = answers.filter(({ errors }) => !errors).length;
    expect(won).toBeGreaterThan(0);
    const sessions = await world.service.db.query<{ startsAt: Date; endsAt: Date; other: string | null }[]>(
      `select s.starts_at as "startsAt", s.ends_at as "endsAt", s.exchanged_with_id as other from session s
         where s.starts_at between '2027-03-17' and '2027-03-18'`,
    );
    expect(sessions).toHaveLength(2 * won);
    expect(sessions.every(({ other }) => other !== null)).toBe(true);
    expect(await overlaps()).toEqual([]);
  });
});

/** The row id of a public id. */
const uuidOf = (publicId: string): string => {
  const hex = Buffer.from(publicId.slice(4), 'base64url').subarray(-16).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

/** How many minutes each person keeps free after a session. */
const peopleFree = ({ id }: { id: string }): Promise<{ memberId: string; minutes: number }[]> =>
  world.service.db.query(
    `select m.id as "memberId", extract(epoch from b.ends_at - s.ends_at)::int / 60 as minutes from booking b
       join session s on s.group_id = b.group_id and s.id = b.session_id
       join member m on m.group_id = b.group_id and m.person_id = b.person_id where s.id = $1`,
    [uuidOf(id)],
  );

/** The minutes for the people of the first half, and then for those of the second half. */
const minutesFree = async (halves: readonly { id: string }[]): Promise<number[]> =>
  (await Promise.all(halves.map(peopleFree))).flat().map(({ minutes }) => minutes);
