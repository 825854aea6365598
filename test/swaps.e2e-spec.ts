import type { Variables } from './kit/app.js';
import { ATTEND, CANCEL, REMOVE, SCHEDULE, seat, SOLO_ROUND, type Peer, MOVE, REASSIGN } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

const SWAP = `id status reason expiresAt give { id role session { id } member { id } }
  take { id session { id } member { id } } proposedBy { id } askedOf { id } answeredBy { id }`;
const PROPOSE = `mutation ($input: ProposeSwapInput!) { proposeSwap(input: $input) { ${SWAP} } }` as const;
const ACCEPT_SWAP = `mutation ($id: ID!) { acceptSwap(swapId: $id) { ${SWAP} } }` as const;
const DECLINE = `mutation ($id: ID!) { declineSwap(swapId: $id) { ${SWAP} } }` as const;
const WITHDRAW = `mutation ($id: ID!) { withdrawSwap(swapId: $id) { ${SWAP} } }` as const;
const READ = `query ($id: ID!) { node(id: $id) { ... on SwapProposal { ${SWAP} } } }` as const;
const LIST = `query ($id: ID!, $status: [SwapStatus!]) { group(id: $id) { swaps(status: $status) { id } } }`;
const SESSION =
  'query ($id: ID!) { session(id: $id) { version panel { id role member { id } } history { kind reason summary by { id } } } }';
const ATTENTION = '{ viewer { attention { id kind text dueAt session { id } swap { id } } } }';
const SEEN = 'mutation ($id: ID!) { markSessionSeen(sessionId: $id) { id } }';

/** Bo interviews Ana on 10 March, and Cy interviews Dee on 11 March, both at 17:00. Eli could cover. */
async function two(startsAt: readonly [string, string] = ['2027-03-10T17:00:00Z', '2027-03-11T17:00:00Z']) {
  const made = await world.seed.plan({ members: 5 });
  const [ana, bo, cy, dee, eli] = made.members as [Peer, Peer, Peer, Peer, Peer];
  const dees = await world.seed.enroll(dee, made.planId);
  const book = async (by: Peer, candidateId: string, at: string, panel: Peer) => {
    const input = { candidateId, roundId: made.rounds.get(SOLO_ROUND), startsAt: at, panel: [seat(panel)] };
    const scheduleSession = await by.schedules(input);
    return read(by, scheduleSession.id);
  };
  const one = await book(ana, made.candidate.id, startsAt[0], bo);
  const other = await book(dee, dees.id, startsAt[1], cy);
  const swap = { giveAssignmentId: one.seat, takeAssignmentId: other.seat, reason: 'I travel that day' };
  const cover = { giveAssignmentId: one.seat, reason: 'I travel that day' };
  return { ...made, ana, bo, cy, dee, eli, dees, book, one, other, swap, cover };
}

async function read(viewer: Peer, id: string) {
  const { session } = await viewer.ask(SESSION, { id });
  return { id, ...session, seat: session.panel[0]!.id };
}

const propose = async (by: Peer, input: Variables<typeof PROPOSE>['input']) =>
  (await by.ask(PROPOSE, { input })).proposeSwap;
const attention = async (peer: Peer, kind: string) =>
  (await peer.ask(ATTENTION)).viewer.attention.filter((item) => item.kind === kind);
const holders = (session: { panel: { member: { id: string } }[] }): string[] =>
  session.panel.map(({ member }) => member.id);

describe('a swap', () => {
  it('is proposed, shown to the member who is asked, and accepted for both seats together', async () => {
    const { ana, bo, cy, dee, groupId, one, other, swap } = await two();
    const proposed = await propose(bo, swap);
    expect(proposed).toMatchObject({
      status: 'OPEN',
      reason: 'I travel that day',
      expiresAt: '2027-03-10T17:00:00.000Z',
      give: { id: one.seat, role: 'LEAD', session: { id: one.id }, member: { id: bo.memberId } },
      take: { id: other.seat, session: { id: other.id }, member: { id: cy.memberId } },
      proposedBy: { id: bo.memberId },
      askedOf: { id: cy.memberId },
      answeredBy: null,
    });
    expect((await ana.ask(LIST, { id: groupId })).group.swaps).toEqual([{ id: proposed.id }]);
    const [item] = await attention(cy, 'SWAP_TO_ANSWER');
    expect(item).toMatchObject({
      id: `${proposed.id}.SWAP_TO_ANSWER`,
      session: { id: one.id },
      swap: { id: proposed.id },
      dueAt: '2027-03-10T17:00:00.000Z',
    });
    expect(item!.text).toMatch(
      /^Bo offers you their seat in Coding.* with Ana on 10 March for yours in Coding.* with Dee on 11 March: "I travel that day"/,
    );
    for (const peer of [ana, bo, dee]) expect(await attention(peer, 'SWAP_TO_ANSWER')).toEqual([]);

    const { acceptSwap } = await cy.ask(ACCEPT_SWAP, { id: proposed.id });
    expect(acceptSwap).toMatchObject({ status: 'ACCEPTED', answeredBy: { id: cy.memberId } });
    // The swap still shows the old seats, and each session has its new interviewer.
    expect(acceptSwap.give).toEqual(proposed.give);
    const [first, second] = [await read(ana, one.id), await read(dee, other.id)];
    expect([holders(first), holders(second)]).toEqual([[cy.memberId], [bo.memberId]]);
    expect([first.version, second.version]).toEqual([2, 2]);
    expect(first.history.at(-1)).toEqual({
      kind: 'SWAPPED',
      reason: 'I travel that day',
      summary: 'Cy took the seat of Bo.',
      by: { id: cy.memberId },
    });
    expect(second.history.at(-1)!.summary).toBe('Bo took the seat of Cy.');
    expect((await ana.ask(LIST, { id: groupId })).group.swaps).toEqual([]);
    expect((await ana.ask(LIST, { id: groupId, status: ['ACCEPTED'] })).group.swaps).toHaveLength(1);
    // Bo has news about both seats, even in the session that he has left, and can mark it as seen.
    const news = await attention(bo, 'SESSION_CHANGED');
    expect(news.map(({ session }) => session.id).toSorted()).toEqual([one.id, other.id].toSorted());
    await bo.ask(SEEN, { id: one.id });
    expect((await attention(bo, 'SESSION_CHANGED')).map(({ session }) => session.id)).toEqual([other.id]);
  });

  it('frees the time of members who leave a session, and books the time of members who join it', async () => {
    // Both sessions are at the same time, so only a swap can exchange their interviewers.
    const at = '2027-03-12T17:00:00Z';
    const { ana, bo, cy, eli, planId, rounds, one, other, swap } = await two([at, at]);
    const proposed = await propose(bo, swap);
    await cy.ask(ACCEPT_SWAP, { id: proposed.id });
    expect(holders(await read(ana, one.id))).toEqual([cy.memberId]);
    expect(holders(await read(ana, other.id))).toEqual([bo.memberId]);
    const elis = await world.seed.enroll(eli, planId);
    const input = { candidateId: elis.id, roundId: rounds.get(SOLO_ROUND), startsAt: at, panel: [seat(cy)] };
    expect((await eli.refused(SCHEDULE, { input })).extensions).toMatchObject({
      code: 'TIME_TAKEN',
      who: [cy.memberId],
    });
  });

  it('that is not possible is refused at once, with the refusal that accepting would give', async () => {
    const { ana, bo, cy, eli, organizer, planId, rounds, one, swap } = await two();
    await organizer.setsProfile({ memberId: cy.memberId, qualifiedFor: ['DOMAIN'] });
    expect((await bo.refused(PROPOSE, { input: swap })).extensions).toMatchObject({
      code: 'NOT_QUALIFIED',
      block: { reason: 'NO_QUALIFIED_INTERVIEWER', members: [cy.memberId], remedies: [{ kind: 'QUALIFY' }] },
    });
    await organizer.setsProfile({ memberId: cy.memberId, qualifiedFor: ['CODING'] });
    const elis = await world.seed.enroll(eli, planId);
    const startsAt = '2027-03-10T17:30:00Z';
    const input = { candidateId: elis.id, roundId: rounds.get(SOLO_ROUND), startsAt, panel: [seat(cy)] };
    await eli.schedules(input);
    expect((await bo.refused(PROPOSE, { input: swap })).extensions).toMatchObject({
      code: 'TIME_TAKEN',
      who: [cy.memberId],
    });
    // The attempt has changed nothing.
    expect(await read(ana, one.id)).toMatchObject({ version: 1, history: [{ kind: 'SCHEDULED' }] });
  });

  it('respects the hours of the member who proposed it, but not those of the member who accepts', async () => {
    const { bo, cy, swap } = await two();
    const weekly = [{ day: 'MONDAY', start: '09:00', end: '10:00' }];
    await cy.statesHours({ memberId: cy.memberId, weekly, exceptions: [] });
    const proposed = await propose(bo, swap);
    await bo.statesHours({ memberId: bo.memberId, weekly, exceptions: [] });
    expect((await cy.refused(ACCEPT_SWAP, { id: proposed.id })).extensions).toMatchObject({
      code: 'NOT_AVAILABLE',
      block: { members: [bo.memberId] },
    });
    const elsewhere = [{ day: 'THURSDAY', start: '17:00', end: '20:00' }];
    await bo.statesHours({ memberId: bo.memberId, weekly: elsewhere, exceptions: [], expectedVersion: 1 });
    expect((await cy.ask(ACCEPT_SWAP, { id: proposed.id })).acceptSwap.status).toBe('ACCEPTED');
  });

  it('is answered by the member who is asked, once, and withdrawn by the member who proposed it', async () => {
    const { ana, bo, cy, organizer, swap } = await two();
    const proposed = await propose(bo, swap);
    const stranger = await world.seed.person('Stranger');
    for (const act of [ACCEPT_SWAP, DECLINE, WITHDRAW, READ])
      expect((await stranger.refused(act, { id: proposed.id })).extensions.code).toBe('NOT_FOUND');
    for (const by of [ana, organizer, bo]) {
      expect((await by.refused(ACCEPT_SWAP, { id: proposed.id })).extensions.code).toBe('FORBIDDEN');
      expect((await by.refused(DECLINE, { id: proposed.id })).extensions.code).toBe('FORBIDDEN');
    }
    expect((await cy.refused(WITHDRAW, { id: proposed.id })).extensions.code).toBe('FORBIDDEN');
    expect((await bo.refused(PROPOSE, { input: swap })).extensions.code).toBe('ALREADY_EXISTS');
    expect((await cy.ask(DECLINE, { id: proposed.id })).declineSwap).toMatchObject({
      status: 'DECLINED',
      answeredBy: { id: cy.memberId },
    });
    for (const [by, act] of [
      [cy, ACCEPT_SWAP],
      [cy, DECLINE],
      [bo, WITHDRAW],
    ] as const)
      expect((await by.refused(act, { id: proposed.id })).extensions).toMatchObject({
        code: 'INVALID_STATE',
        state: 'DECLINED',
      });
    const again = await propose(bo, swap);
    expect((await bo.ask(WITHDRAW, { id: again.id })).withdrawSwap.status).toBe('WITHDRAWN');
    expect((await cy.refused(ACCEPT_SWAP, { id: again.id })).extensions.state).toBe('WITHDRAWN');
    expect(await attention(cy, 'SWAP_TO_ANSWER')).toEqual([]);
  });

  const changes: Record<string, (made: Awaited<ReturnType<typeof two>>) => Promise<unknown>> = {
    'a session is moved': ({ ana, one }) =>
      ana.ask(MOVE, {
        input: { sessionId: one.id, startsAt: '2027-03-10T19:00:00Z', reason: 'x', expectedVersion: 1 },
      }),
    'a session is cancelled': ({ dee, other }) =>
      dee.ask(CANCEL, { input: { sessionId: other.id, reason: 'x', expectedVersion: 1 } }),
    'another member takes a seat': ({ dee, eli, other }) =>
      dee.ask(REASSIGN, {
        input: { assignmentId: other.seat, toMemberId: eli.memberId, reason: 'x', expectedVersion: 1 },
      }),
    'the member who proposed leaves': ({ bo }) => bo.ask(REMOVE, { id: bo.memberId }),
    'the member who is asked leaves': ({ cy }) => cy.ask(REMOVE, { id: cy.memberId }),
    'a candidate leaves': ({ ana }) => ana.ask(REMOVE, { id: ana.memberId }),
  };
  it.each(Object.keys(changes))('expires when %s', async (change) => {
    const made = await two();
    const proposed = await propose(made.bo, made.swap);
    await changes[change]!(made);
    const reader = made.eli;
    const { node } = await reader.ask(READ, { id: proposed.id });
    expect(node).toMatchObject({ status: 'EXPIRED', give: proposed.give, take: proposed.take });
    expect((await reader.ask(LIST, { id: made.groupId })).group.swaps).toEqual([]);
    const refused = await (change.includes('asked') ? made.dee : made.cy).refused(ACCEPT_SWAP, { id: proposed.id });
    expect(refused.extensions).toMatchObject({ code: 'INVALID_STATE', state: 'EXPIRED' });
  });

  it('expires when the earlier of its sessions starts', async () => {
    const { bo, cy, swap } = await two(['2027-03-03T17:00:00Z', '2027-03-11T17:00:00Z']);
    const proposed = await propose(bo, swap);
    const before = world.service.clock.now().toISOString();
    world.service.clock.set('2027-03-03T17:00:00Z');
    expect((await cy.refused(ACCEPT_SWAP, { id: proposed.id })).extensions.state).toBe('EXPIRED');
    expect((await bo.refused(PROPOSE, { input: swap })).extensions).toMatchObject({ state: 'STARTED' });
    world.service.clock.set(before);
  });

  it('that has expired stays expired, and can be proposed again', async () => {
    const { ana, bo, cy, one, swap } = await two();
    const proposed = await propose(bo, swap);
    const move = (startsAt: string, expectedVersion: number) =>
      ana.ask(MOVE, { input: { sessionId: one.id, startsAt, reason: 'x', expectedVersion } });
    await move('2027-03-12T17:00:00Z', 1);
    const again = await propose(bo, swap);
    expect(again.status).toBe('OPEN');
    // The session is back at the time of the first proposal, but that proposal stays expired. So does the second.
    await move('2027-03-10T17:00:00Z', 2);
    for (const { id } of [proposed, again]) {
      expect((await ana.ask(READ, { id })).node.status).toBe('EXPIRED');
      expect((await cy.refused(ACCEPT_SWAP, { id })).extensions.state).toBe('EXPIRED');
    }
  });

  it('that asked a member who has left stays expired when that member comes back', async () => {
    const { bo, eli, organizer, groupId, cover } = await two();
    const proposed = await propose(bo, { ...cover, askedOfMemberId: eli.memberId });
    await eli.removes(eli.memberId);
    world.service.clock.pass({ minutes: 1 });
    await world.seed.join(organizer, groupId, eli);
    expect((await bo.ask(READ, { id: proposed.id })).node.status).toBe('EXPIRED');
    expect((await eli.refused(ACCEPT_SWAP, { id: proposed.id })).extensions.state).toBe('EXPIRED');
  });

  it('counts as expired if the member who proposed it now takes part in both sessions', async () => {
    const { bo, cy, dee, other, swap } = await two();
    const proposed = await propose(bo, swap);
    await dee.reassigns({
      sessionId: other.id,
      role: 'SHADOW',
      toMemberId: bo.memberId,
      reason: 'x',
      expectedVersion: 1,
    });
    expect((await cy.refused(ACCEPT_SWAP, { id: proposed.id })).extensions).toMatchObject({
      code: 'INVALID_STATE',
      state: 'EXPIRED',
    });
  });

  it('shortly before a session does not excuse an absence, because both members have agreed', async () => {
    const { ana, bo, cy, dee, one, other, swap } = await two(['2027-03-02T07:00:00Z', '2027-03-02T08:30:00Z']);
    const proposed = await propose(bo, swap);
    await cy.ask(ACCEPT_SWAP, { id: proposed.id });
    const before = world.service.clock.now().toISOString();
    world.service.clock.set('2027-03-02T10:00:00Z');
    const absent = (sessionId: string, peer: Peer) => ({
      input: { sessionId, people: [{ memberId: peer.memberId, attendance: 'NO_SHOW' }] },
    });
    await cy.ask(ATTEND, absent(one.id, ana));
    await dee.ask(ATTEND, absent(other.id, bo));
    world.service.clock.set('2027-03-05T10:00:00Z');
    const RELIABILITY = 'query ($id: ID!) { node(id: $id) { ... on Member { reliability { noShows } } } }';
    for (const peer of [ana, bo])
      expect([peer.name, (await peer.ask(RELIABILITY, { id: peer.memberId })).node.reliability.noShows]).toEqual([
        peer.name,
        1,
      ]);
    world.service.clock.set(before);
  });

  it('by covering a session that was booked at short notice does not excuse an absence', async () => {
    const { ana, bo, cy, organizer, candidate, rounds } = await two();
    const before = world.service.clock.now().toISOString();
    const { id } = await organizer.schedules({
      candidateId: candidate.id,
      roundId: rounds.get(SOLO_ROUND),
      startsAt: '2027-03-01T12:00:00Z',
      panel: [seat(bo)],
      overrideReason: 'x',
    });
    const { seat: giveAssignmentId } = await read(bo, id);
    const proposed = await propose(bo, { giveAssignmentId, reason: 'Ill' });
    await cy.ask(ACCEPT_SWAP, { id: proposed.id });
    world.service.clock.set('2027-03-01T14:00:00Z');
    const people = [{ memberId: cy.memberId, attendance: 'NO_SHOW' as const }];
    for (const peer of [ana, organizer]) await peer.ask(ATTEND, { input: { sessionId: id, people } });
    world.service.clock.set('2027-03-05T10:00:00Z');
    const RELIABILITY = 'query ($id: ID!) { node(id: $id) { ... on Member { reliability { noShows } } } }';
    expect((await cy.ask(RELIABILITY, { id: cy.memberId })).node.reliability.noShows).toBe(1);
    world.service.clock.set(before);
  });

  it('is refused for seats that cannot be swapped, and the refusal names the wrong field', async () => {
    const { ana, bo, cy, dee, organizer, one, dees, book, swap } = await two();
    const stranger = await two();
    const paths = async (by: Peer, change: object) => {
      const { extensions } = await by.refused(PROPOSE, { input: { ...swap, ...change } });
      return extensions.fields?.map(({ path }) => path) ?? extensions.code;
    };
    for (const by of [ana, cy, organizer]) expect(await paths(by, {})).toBe('FORBIDDEN');
    expect(await paths(bo, { takeAssignmentId: one.seat })).toEqual(['takeAssignmentId']);
    expect(await paths(bo, { takeAssignmentId: stranger.one.seat })).toBe('NOT_FOUND');
    expect(await paths(bo, { takeAssignmentId: bo.memberId })).toEqual(['takeAssignmentId']);
    expect(await paths(bo, { askedOfMemberId: cy.memberId })).toEqual(['askedOfMemberId']);
    expect(await paths(bo, { takeAssignmentId: null, askedOfMemberId: ana.memberId })).toEqual(['askedOfMemberId']);
    expect(await paths(bo, { takeAssignmentId: null, askedOfMemberId: stranger.cy.memberId })).toBe('NOT_FOUND');
    expect(await paths(bo, { reason: '' })).toEqual(['reason']);
    // Ana sits in the session that Bo gives away, as its candidate.
    const anas = await book(dee, dees.id, '2027-03-13T17:00:00Z', ana);
    expect(await paths(bo, { takeAssignmentId: anas.seat })).toEqual(['takeAssignmentId']);
  });
});

describe('a request for cover', () => {
  it('to one member is shown to that member alone, and accepted or declined by that member', async () => {
    const { ana, bo, cy, eli, one, cover } = await two();
    const proposed = await propose(bo, { ...cover, askedOfMemberId: eli.memberId });
    expect(proposed).toMatchObject({ take: null, askedOf: { id: eli.memberId } });
    expect((await attention(eli, 'SWAP_TO_ANSWER'))[0]!.text).toMatch(/^Bo asks you to cover Coding.* with Ana/);
    expect(await attention(cy, 'SWAP_TO_ANSWER')).toEqual([]);
    expect((await cy.refused(ACCEPT_SWAP, { id: proposed.id })).extensions.code).toBe('FORBIDDEN');
    await eli.ask(ACCEPT_SWAP, { id: proposed.id });
    expect(holders(await read(ana, one.id))).toEqual([eli.memberId]);
  });

  it('to any qualified member is shown to those who can cover, and the first who accepts gets the seat', async () => {
    const { ana, bo, cy, dee, eli, organizer, one, cover } = await two();
    await organizer.setsProfile({ memberId: dee.memberId, qualifiedFor: [] });
    const proposed = await propose(bo, cover);
    expect(proposed.askedOf).toBeNull();
    for (const peer of [cy, eli, organizer])
      expect((await attention(peer, 'SWAP_TO_ANSWER'))[0]!.text).toMatch(/^Bo asks any qualified member to cover/);
    for (const peer of [ana, bo, dee]) expect(await attention(peer, 'SWAP_TO_ANSWER')).toEqual([]);
    expect((await eli.refused(DECLINE, { id: proposed.id })).extensions.code).toBe('FORBIDDEN');
    expect((await bo.refused(ACCEPT_SWAP, { id: proposed.id })).extensions.code).toBe('FORBIDDEN');
    expect((await ana.refused(ACCEPT_SWAP, { id: proposed.id })).extensions.code).toBe('FORBIDDEN');
    expect((await dee.refused(ACCEPT_SWAP, { id: proposed.id })).extensions.code).toBe('NOT_QUALIFIED');
    const answers = await Promise.all(
      [cy, eli, organizer].map((peer) => world.service.ask(ACCEPT_SWAP, { id: proposed.id }, peer.token)),
    );
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
    expect(answers.flatMap(({ errors }) => errors?.map(({ extensions }) => extensions.state as string) ?? [])).toEqual([
      'ACCEPTED',
      'ACCEPTED',
    ]);
    expect(holders(await read(ana, one.id))).toHaveLength(1);
  });

  it('may be open ten times for one seat, and no more', async () => {
    const { bo, cover, groupId, organizer } = await two();
    const more: string[] = [];
    for (let n = 0; n < 11; n += 1) {
      const peer = await world.seed.join(organizer, groupId, await world.seed.person(`Peer ${n}`));
      more.push(peer.memberId);
    }
    for (const askedOfMemberId of more.slice(0, 10)) await propose(bo, { ...cover, askedOfMemberId });
    const refused = await bo.refused(PROPOSE, { input: { ...cover, askedOfMemberId: more[10] } });
    expect(refused.extensions.code).toBe('LIMIT_REACHED');
  });
});

describe('a seat that is given to another member', () => {
  it('is news for the member who had it, until they have seen it', async () => {
    const { ana, bo, cy, one } = await two();
    const input = { assignmentId: one.seat, toMemberId: cy.memberId, reason: 'Cy knows more', expectedVersion: 1 };
    await ana.reassigns(input);
    const [item] = await attention(bo, 'SESSION_CHANGED');
    expect(item!.text).toMatch(/Coding.* with Ana on 10 March: Cy took the seat of Bo\. Cy knows more$/);
    await bo.ask(SEEN, { id: one.id });
    expect(await attention(bo, 'SESSION_CHANGED')).toEqual([]);
  });
});
