import { parseId } from '../src/common/ids.js';
import { panelSession } from './kit/panel-session.js';
import { ADD, DECLARE, OPEN, RETIRE, UPDATE } from './kit/questions.js';
import {
  AMEND,
  CANCEL,
  CREATE_PLAN,
  ENROLL,
  IMPORT,
  INVITE,
  GUIDE,
  LOG,
  NOTE,
  SCHEDULE,
  seat,
  SOLO_ROUND,
  type Peer,
  UPDATE_CANDIDATE,
} from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

const PLAN =
  'mutation ($id: ID!, $archived: Boolean! = true) { archivePlan(planId: $id, archived: $archived) { archivedAt } }';
const GROUP =
  'mutation ($id: ID!, $archived: Boolean! = true) { archiveGroup(groupId: $id, archived: $archived) { archivedAt } }';
const LISTS = `query ($id: ID!) { viewer { memberships { id } all: memberships(includeArchived: true) { id } attention { kind } }
  group(id: $id) { plans { id } all: plans(includeArchived: true) { id archivedAt } } }`;

describe.each([
  ['a plan', PLAN, 'planId'],
  ['a group', GROUP, 'groupId'],
] as const)('archiving %s', (_, ARCHIVE, key) => {
  it('is possible for organizers once no session is upcoming, and can be undone', async () => {
    const made = await panelSession(world);
    const { organizer, bo, session } = made;
    const id = made[key];
    const stranger = await world.seed.person('Stranger');
    expect((await stranger.refused(ARCHIVE, { id })).extensions.code).toBe('NOT_FOUND');
    expect((await bo.refused(ARCHIVE, { id })).extensions.code).toBe('FORBIDDEN');
    expect((await organizer.refused(ARCHIVE, { id })).extensions).toEqual({
      code: 'INVALID_STATE',
      state: 'SCHEDULED',
    });
    world.service.clock.set('2027-04-02T10:30:00Z');
    expect((await organizer.refused(ARCHIVE, { id })).extensions.state).toBe('SCHEDULED');
    world.service.clock.set('2027-04-02T11:00:00Z');
    const [answer] = Object.values(await organizer.ask(ARCHIVE, { id }));
    expect(answer!.archivedAt).toBe('2027-04-02T11:00:00.000Z');
    const [again] = Object.values(await organizer.ask(ARCHIVE, { id }));
    expect(again).toEqual(answer);
    const [back] = Object.values(await organizer.ask(ARCHIVE, { id, archived: false }));
    expect(back!.archivedAt).toBeNull();
    await bo.submits(made.grade(3));
    expect(session).toBeDefined();
  });

  it('still allows reading, owed feedback, attendance, sharing, withdrawing and leaving, and refuses everything else', async () => {
    const made = await panelSession(world);
    const { ana, bo, cy, organizer, groupId, guideId, planId, session, candidate, rounds, grade, end, cardsFor } = made;
    end();
    const { addQuestion: own } = await bo.ask(ADD, {
      input: { guideId, topicKey: 'data-structures', kinds: ['CODING'], title: 'Own', prompt: 'Own one' },
    });
    await organizer.ask(ARCHIVE, { id: made[key] });
    const seats = [seat(bo)];
    const booking = { candidateId: candidate.id, roundId: rounds.get(SOLO_ROUND), panel: seats };
    const refused: [Peer, string, object][] = [
      [organizer, SCHEDULE, { ...booking, startsAt: '2027-04-20T10:00:00Z' }],
      [bo, LOG, { ...booking, startsAt: '2027-03-20T10:00:00Z' }],
      [bo, CANCEL, { sessionId: session, reason: 'x', expectedVersion: 1 }],
      [cy, ENROLL, { planId, memberId: cy.memberId, targetDate: '2027-05-15' }],
      [ana, UPDATE_CANDIDATE, { candidateId: candidate.id, targetDate: '2027-05-20' }],
    ];
    if (key === 'groupId') {
      refused.push([organizer, CREATE_PLAN, { groupId, guideId, title: 'New', startsOn: '2027-04-01' }]);
      refused.push([organizer, IMPORT, { groupId, libraryKey: GUIDE }]);
      refused.push([organizer, INVITE, { groupId }]);
      const question = { topicKey: 'data-structures', kinds: ['CODING'], title: 'New', prompt: 'New one' };
      refused.push([bo, ADD, { guideId, ...question }]);
      for (const [mutation, variables] of [
        [OPEN, { id: own.id }],
        [DECLARE, { ids: [own.id] }],
        [RETIRE, { id: own.id }],
        [UPDATE, { input: { questionId: own.id, title: 'Other' } }],
      ] as const)
        expect((await bo.refused(mutation, variables)).extensions.state).toBe('ARCHIVED');
    }
    for (const [peer, mutation, input] of refused)
      expect((await peer.refused(mutation, { input })).extensions).toEqual({
        code: 'INVALID_STATE',
        state: 'ARCHIVED',
      });

    await ana.updatesCandidate({ candidateId: candidate.id, readinessSharing: 'PRIVATE' });
    const people = [{ memberId: bo.memberId, attendance: 'LATE' }];
    await ana.statesAttendance({ sessionId: session, people });
    for (const peer of [bo, cy]) await peer.submits(grade(3));
    const { scorecards, panel } = await cardsFor(ana);
    expect(scorecards).toHaveLength(2);
    const amendment = { scorecardId: (await cardsFor(bo)).scorecards[0]!.id, reason: 'x', strengths: 'x' };
    expect((await bo.refused(AMEND, { input: amendment })).extensions.state).toBe('ARCHIVED');
    expect(panel).toHaveLength(3);
    const assignmentId = (await ana.ask('query ($id: ID!) { session(id: $id) { panel { id } } }', { id: session }))
      .session.panel[0]!.id;
    expect((await ana.refused(NOTE, { input: { assignmentId, helpful: 3 } })).extensions.state).toBe('ARCHIVED');
    await ana.withdraws(candidate.id);
    await cy.removes(cy.memberId);
  });

  it('removes it from lists and attention, and overdue feedback in it no longer blocks other members', async () => {
    const made = await panelSession(world);
    const { ana, bo, cy, organizer, groupId, guideId, session, rounds, end } = made;
    end();
    const before = await bo.ask(LISTS, { id: groupId });
    expect([before.viewer.memberships.length, before.group.plans.length]).toEqual([1, 1]);
    expect(before.viewer.attention.map(({ kind }) => kind)).toContain('SCORECARD_OWED');
    world.service.clock.set('2027-04-20T11:00:00Z');
    for (const peer of [ana, bo, cy, organizer]) await peer.signInAgain();
    await organizer.ask(ARCHIVE, { id: made[key] });
    const after = await bo.ask(LISTS, { id: groupId });
    expect(after.viewer.attention).toEqual([]);
    expect([after.viewer.memberships.length, after.group.plans.length]).toEqual(key === 'groupId' ? [0, 1] : [1, 0]);
    expect([after.viewer.all.length, after.group.all.length]).toEqual([1, 1]);
    expect(session).toBeDefined();
    if (key === 'groupId') return;
    const input = { groupId, guideId, title: 'Next', startsOn: '2027-04-20' };
    const createPlan = await organizer.createsPlan(input);
    const bos = await world.seed.enroll(bo, createPlan.id, '2027-06-15');
    await bo.schedules({
      candidateId: bos.id,
      roundId: rounds.get(SOLO_ROUND),
      startsAt: '2027-04-25T10:00:00Z',
      panel: [seat(cy)],
    });
  });
});

describe('deleting an account', () => {
  const DELETE = 'mutation ($password: String!) { deleteAccount(password: $password) }';
  const right = { password: 'a long sentence' };

  it('leaves every group, removes the name and the address, and keeps scorecards under the name "Former member"', async () => {
    const { ana, bo, cy, organizer, groupId, session, grade, end, cardsFor } = await panelSession(world);
    await organizer.schedules({
      candidateId: (await world.seed.enroll(cy, (await planOf(organizer, groupId)).id)).id,
      roundId: (await planOf(organizer, groupId)).rounds.coding!,
      startsAt: '2027-04-20T10:00:00Z',
      panel: [seat(bo)],
      overrideReason: 'x',
    });
    end();
    for (const peer of [bo, cy]) await peer.submits(grade(3));
    expect((await bo.refused(DELETE, { password: 'wrong' })).extensions.code).toBe('UNAUTHENTICATED');
    const { data, errors } = await world.service.ask(
      `mutation { deleteAccount(password: "${right.password}") updateProfile(input: { displayName: "Bo" }) { id } }`,
      {},
      bo.token,
    );
    expect(data).toEqual({ deleteAccount: true, updateProfile: null });
    expect(errors![0]!.extensions.code).toBe('UNAUTHENTICATED');
    const { scorecards } = await cardsFor(ana);
    expect(scorecards).toHaveLength(2);
    const names = await ana.ask(
      'query ($id: ID!) { session(id: $id) { scorecards { author { leftAt person { displayName email } } } } }',
      { id: session },
    );
    const authors = names.session.scorecards.map(({ author }) => author.person.displayName);
    expect(authors.sort()).toEqual(['Cy', 'Former member']);
    // The seat is open again, the row of the person has no name and no address, and the sign-ins are gone.
    const { group } = await organizer.ask(
      'query ($id: ID!) { group(id: $id) { sessions(from: "2027-01-01T00:00:00Z") { nodes { openSeats history { summary reason } cancellation { reason } } } } }',
      { id: groupId },
    );
    expect(group.sessions.nodes.map(({ openSeats }) => openSeats)).toContain(1);
    const rows = await world.service.db.query<unknown[]>(`select * from person where id = $1`, [idOf(bo.personId)]);
    expect(rows).toEqual([
      expect.objectContaining({ display_name: 'Former member', email: null, email_key: null, password_hash: null }),
    ]);
    expect(await world.service.db.query('select 1 from sign_in where person_id = $1', [idOf(bo.personId)])).toEqual([]);
  });

  it('is refused if others would be left without an organizer, and archives a group that has no other member', async () => {
    const { organizer, groupId, members } = await world.seed.group({ members: 1 });
    expect((await organizer.refused(DELETE, right)).extensions).toEqual({
      code: 'INVALID_STATE',
      state: 'LAST_ORGANIZER',
    });
    const [ana] = members as [Peer];
    await ana.removes(ana.memberId);
    await organizer.ask(DELETE, right);
    const [row] = await world.service.db.query<{ archived: boolean }[]>(
      'select archived_at is not null as archived from "group" where id = $1',
      [idOf(groupId)],
    );
    expect(row).toEqual({ archived: true });
  });

  it('frees the address, and counts wrong passwords like failed sign-ins', async () => {
    const email = 'leaver@example.org';
    const input = { email, password: right.password, displayName: 'Leaver', timeZone: 'UTC' };
    const SIGN_UP = 'mutation ($input: SignUpInput!) { signUp(input: $input) { token } }';
    const first = (await world.service.ask(SIGN_UP, { input })).data.signUp.token;
    for (let n = 0; n < 5; n += 1) await world.service.ask(DELETE, { password: `wrong ${n}` }, first);
    const { errors } = await world.service.ask(DELETE, right, first);
    expect(errors![0]!.extensions.code).toBe('RATE_LIMITED');
    world.service.clock.pass({ minutes: 1 });
    expect((await world.service.ask(DELETE, right, first)).data).toEqual({ deleteAccount: true });
    expect((await world.service.ask(SIGN_UP, { input })).errors).toBeUndefined();
  });
});

const idOf = (id: string) => (parseId('Person', id) ?? parseId('Group', id))!.id;

async function planOf(peer: Peer, groupId: string) {
  const { group } = await peer.ask('query ($id: ID!) { group(id: $id) { plans { id guide { rounds { id key } } } } }', {
    id: groupId,
  });
  const plan = group.plans[0]!;
  return { id: plan.id, rounds: Object.fromEntries(plan.guide.rounds.map(({ id, key }) => [key, id])) };
}
