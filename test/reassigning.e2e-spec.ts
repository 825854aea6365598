import { edition, roundOf, UPDATE_PLAN } from './kit/editions.js';
import { PAIR_ROUND, SCHEDULE, seat, SOLO_ROUND, type Peer } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

const SESSION = `id version openSeats panel { id role member { id } } history { kind reason summary }`;
const REASSIGN =
  `mutation ($input: ReassignInterviewerInput!) { reassignInterviewer(input: $input) { ${SESSION} } }` as const;
const READ = `query ($id: ID!) { session(id: $id) { ${SESSION} } }` as const;

/** Ana is interviewed by Bo, and Cy and Dee are free. */
async function booked(round = SOLO_ROUND) {
  const made = await world.seed.plan({ members: 4 });
  const [ana, bo, cy, dee] = made.members as [Peer, Peer, Peer, Peer];
  const panel = round === PAIR_ROUND ? [seat(bo), seat(cy, 'CO_INTERVIEWER')] : [seat(bo)];
  const input = {
    candidateId: made.candidate.id,
    roundId: made.rounds.get(round),
    startsAt: '2027-03-10T17:00:00Z',
    panel,
  };
  const scheduleSession = await ana.schedules(input);
  const session = (await ana.ask(READ, { id: scheduleSession.id })).session;
  return { ...made, ana, bo, cy, dee, session };
}

describe('another person in a seat', () => {
  it('a member takes over a seat, with a line in the history, and the time of the previous person is free', async () => {
    const { ana, bo, cy, session, rounds, planId } = await booked();
    const input = {
      assignmentId: session.panel[0]!.id,
      toMemberId: cy.memberId,
      reason: 'Bo is ill',
      expectedVersion: 1,
    };
    const { reassignInterviewer } = await ana.ask(REASSIGN, { input });
    expect(reassignInterviewer).toMatchObject({
      version: 2,
      openSeats: 0,
      panel: [{ role: 'LEAD', member: { id: cy.memberId } }],
    });
    expect(reassignInterviewer.history.at(-1)).toEqual({
      kind: 'REASSIGNED',
      reason: 'Bo is ill',
      summary: 'Cy took the seat of Bo.',
    });
    // Cy is booked at that time, and Bo is not.
    const other = await world.seed.enroll(cy, planId);
    const again = {
      candidateId: other.id,
      roundId: rounds.get(SOLO_ROUND),
      startsAt: '2027-03-10T17:00:00Z',
      panel: [seat(bo)],
    };
    const refused = await cy.refused(SCHEDULE, { input: again });
    expect(refused.extensions).toMatchObject({ code: 'TIME_TAKEN', who: [cy.memberId] });
    const news = (await cy.ask('{ viewer { attention { kind text } } }')).viewer.attention.filter(
      ({ kind }) => kind === 'SESSION_CHANGED',
    );
    expect(news[0]!.text).toContain('Cy took the seat of Bo.');
  });

  it('is checked like a booking by hand, and an organizer may override all but a double booking', async () => {
    const { ana, cy, dee, organizer, session, rounds, planId } = await booked();
    const to = (member: Peer, more: object = {}) => ({
      input: {
        assignmentId: session.panel[0]!.id,
        toMemberId: member.memberId,
        reason: 'x',
        expectedVersion: 1,
        ...more,
      },
    });
    await cy.setsProfile({ memberId: cy.memberId, qualifiedFor: ['DOMAIN'] });
    expect((await ana.refused(REASSIGN, to(cy))).extensions).toMatchObject({
      code: 'NOT_QUALIFIED',
      block: { reason: 'NO_QUALIFIED_INTERVIEWER', members: [cy.memberId] },
    });
    expect((await ana.refused(REASSIGN, to(cy, { overrideReason: 'x' }))).extensions.code).toBe('FORBIDDEN');
    const dees = await world.seed.enroll(dee, planId);
    const input = { candidateId: dees.id, roundId: rounds.get(SOLO_ROUND), startsAt: '2027-03-10T17:30:00Z' };
    await organizer.schedules({ ...input, panel: [seat(organizer)] });
    expect((await organizer.refused(REASSIGN, to(dee, { overrideReason: 'x' }))).extensions.code).toBe('TIME_TAKEN');
    const { reassignInterviewer } = await organizer.ask(REASSIGN, to(cy, { overrideReason: 'Agreed' }));
    expect(reassignInterviewer.history.at(-1)).toMatchObject({ kind: 'OVERRIDE' });
  });

  it('fills a seat that a departure has opened', async () => {
    const { ana, cy, dee, organizer, session } = await booked(PAIR_ROUND);
    await organizer.removes(cy.memberId);
    const input = {
      sessionId: session.id,
      role: 'CO_INTERVIEWER',
      toMemberId: dee.memberId,
      reason: 'Cover',
      expectedVersion: 2,
    };
    expect((await ana.ask(READ, { id: session.id })).session.openSeats).toBe(1);
    // Dee does not take part yet, so only the candidate, the panel or an organizer can give Dee the seat.
    expect((await dee.refused(REASSIGN, { input })).extensions.code).toBe('FORBIDDEN');
    const filled = (await ana.ask(REASSIGN, { input })).reassignInterviewer;
    expect(filled).toMatchObject({ openSeats: 0, version: 3 });
    expect(filled.history.at(-1)!.summary).toBe('Dee took an open seat.');
  });

  it('a new shadow joins, and takes no open seat', async () => {
    const { ana, cy, session } = await booked();
    const input = {
      sessionId: session.id,
      role: 'SHADOW',
      toMemberId: cy.memberId,
      reason: 'Learns',
      expectedVersion: 1,
    };
    const { history } = (await ana.ask(REASSIGN, { input })).reassignInterviewer;
    expect(history.at(-1)!.summary).toBe('Cy joined as a shadow.');
  });

  it('needs hours for the time of the session, and any panel that it had, whatever an edition says of its round', async () => {
    const { ana, cy, dee, organizer, groupId, planId, session } = await booked(PAIR_ROUND);
    const { id: guideId } = await edition(organizer, groupId, (document) => {
      const round = roundOf(document, PAIR_ROUND);
      round.minutes = 30;
      round.panelSize = 1;
    });
    await organizer.ask(UPDATE_PLAN, { input: { planId, guideId } });
    const hours = (end: string, expectedVersion?: number) => {
      const evening = { date: '2027-03-10', windows: [{ start: '18:00', end }] };
      return dee.statesHours({ memberId: dee.memberId, weekly: [], exceptions: [evening], expectedVersion });
    };
    const seatOfCy = session.panel.find(({ member }) => member.id === cy.memberId)!;
    const input = { assignmentId: seatOfCy.id, toMemberId: dee.memberId, reason: 'Cover', expectedVersion: 1 };
    await hours('18:30');
    expect((await ana.refused(REASSIGN, { input })).extensions.code).toBe('NOT_AVAILABLE');
    await hours('19:00', 1);
    const { panel } = (await ana.ask(REASSIGN, { input })).reassignInterviewer;
    expect(panel.map(({ member }) => member.id)).toContain(dee.memberId);
  });

  it('is refused with the reason: a wrong seat, member or version, or a session that has begun', async () => {
    const { ana, bo, cy, dee, session } = await booked();
    const stranger = await world.seed.person('Stranger');
    const other = await booked();
    const base = { assignmentId: session.panel[0]!.id, toMemberId: cy.memberId, reason: 'x', expectedVersion: 1 };
    const refused = async (by: Peer, change: object) => {
      const { extensions } = await by.refused(REASSIGN, { input: { ...base, ...change } });
      return extensions.fields?.map(({ path }) => path) ?? extensions.code;
    };
    expect((await stranger.refused(REASSIGN, { input: base })).extensions.code).toBe('NOT_FOUND');
    expect(await refused(dee, {})).toBe('FORBIDDEN');
    expect(await refused(ana, { toMemberId: bo.memberId })).toEqual(['toMemberId']);
    expect(await refused(ana, { toMemberId: ana.memberId })).toEqual(['toMemberId']);
    expect(await refused(ana, { toMemberId: other.cy.memberId })).toBe('NOT_FOUND');
    expect(await refused(ana, { assignmentId: other.session.panel[0]!.id })).toBe('NOT_FOUND');
    expect(await refused(ana, { expectedVersion: 7 })).toBe('VERSION_CONFLICT');
    expect(await refused(ana, { sessionId: session.id })).toEqual(['assignmentId']);
    expect(await refused(ana, { assignmentId: null, sessionId: session.id, role: 'LEAD' })).toEqual(['role']);
    expect(await refused(ana, { assignmentId: session.id })).toEqual(['assignmentId']);
    const now = world.service.clock.now().toISOString();
    world.service.clock.set('2027-03-10T17:00:00Z');
    await ana.signInAgain();
    expect((await ana.refused(REASSIGN, { input: base })).extensions).toMatchObject({
      code: 'INVALID_STATE',
      state: 'STARTED',
    });
    world.service.clock.set(now);
  });

  it('only one person gets a seat, even if two are named at the same instant', async () => {
    const { ana, cy, dee, session } = await booked();
    const to = ({ memberId }: Peer) => ({
      input: { assignmentId: session.panel[0]!.id, toMemberId: memberId, reason: 'x', expectedVersion: 1 },
    });
    const answers = await Promise.all([cy, dee].map((peer) => world.service.ask(REASSIGN, to(peer), ana.token)));
    expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(1);
    expect((await ana.ask(READ, { id: session.id })).session.panel).toHaveLength(1);
  });
});
