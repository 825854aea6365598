import { panelSession } from './kit/panel-session.js';
import { parseId } from '../src/common/ids.js';
import { ATTEND, LOG, SCHEDULE, seat, SOLO_ROUND, type Peer } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

const OVERDUE = 'query ($id: ID!) { group(id: $id) { overdueFeedback { member { id } session { id } } } }';
const ATTENTION = '{ viewer { attention { kind since dueAt text session { id } group { id } } } }';
/** The items about sessions. Items about missing hours are left out, because nobody in these tests states hours. */
const waitingFor = async (peer: Peer) =>
  (await peer.ask(ATTENTION)).viewer.attention.filter(({ kind }) => kind !== 'HOURS_MISSING');
const kindsFor = async (peer: Peer) => (await waitingFor(peer)).map(({ kind }) => kind as string);

describe('feedback that is owed', () => {
  it('only organizers see overdue feedback under attention', async () => {
    const { ana, bo, cy, dee, organizer, groupId, session, grade, end } = await panelSession(world);
    const overdueFor = async (peer: Peer) =>
      (await peer.ask(OVERDUE, { id: groupId })).group.overdueFeedback.map(({ member }) => member.id);
    end();
    await bo.submits(grade(3));
    world.service.clock.set('2027-04-04T11:00:00Z');
    expect(await overdueFor(organizer)).toEqual([]);
    world.service.clock.pass({ minutes: 1 });
    const { group } = await organizer.ask(OVERDUE, { id: groupId });
    expect(group.overdueFeedback).toEqual([{ member: { id: cy.memberId }, session: { id: session } }]);
    for (const peer of [ana, bo, cy, dee]) expect(await overdueFor(peer)).toEqual([]);
    await cy.submits(grade(3));
    expect(await overdueFor(organizer)).toEqual([]);
  });

  it('a long-overdue scorecard prevents booking its author as a candidate until they submit it, and other members see no details', async () => {
    const { bo, cy, organizer, planId, rounds, session, grade, end } = await panelSession(world);
    const candidate = await world.seed.enroll(cy, planId);
    const input = {
      candidateId: candidate.id,
      roundId: rounds.get(SOLO_ROUND),
      startsAt: '2027-04-20T10:00:00Z',
      panel: [seat(bo)],
      overrideReason: 'x',
    };
    const { overrideReason: _, ...own } = input;
    end();
    await bo.submits(grade(3));
    // The scorecard was due on 4 April. Exactly seven days later, it does not block bookings yet.
    world.service.clock.set('2027-04-11T11:00:00Z');
    for (const peer of [bo, cy, organizer]) await peer.signInAgain();
    const booked = await organizer.ask(SCHEDULE, { input });
    world.service.clock.pass({ minutes: 1 });
    const others = await organizer.refused(SCHEDULE, { input: { ...own, startsAt: '2027-04-21T10:00:00Z' } });
    // Organizers learn which scorecards are owed, but the other members do not.
    expect(others.extensions.block).toMatchObject({
      reason: 'FEEDBACK_OVERDUE',
      remedies: [{ session: expect.any(String) }],
    });
    expect(others.extensions).not.toHaveProperty('sessions');
    expect(others.message).not.toMatch(/1 scorecard|ses_/);
    // An organizer may override this for another member.
    await organizer.schedules({ ...input, startsAt: '2027-04-19T10:00:00Z' });
    const debtors = await cy.refused(SCHEDULE, { input: { ...own, startsAt: '2027-04-21T10:00:00Z' } });
    expect(debtors.extensions).toMatchObject({ code: 'FEEDBACK_OVERDUE', sessions: [session] });
    const members = await bo.refused(SCHEDULE, { input: { ...own, startsAt: '2027-04-21T10:00:00Z' } });
    expect(JSON.stringify(members)).not.toContain('ses_');
    expect(debtors.message).toContain('You owe this group 1 scorecard');
    // Sessions that were booked before may still move, and past sessions may still be logged.
    const reschedule = { sessionId: booked.scheduleSession.id, startsAt: '2027-04-22T10:00:00Z', reason: 'x' };
    await organizer.moves({ ...reschedule, expectedVersion: 1, overrideReason: 'x' });
    await cy.logs({ ...own, startsAt: '2027-04-10T10:00:00Z' });
    await cy.submits(grade(3));
    await organizer.schedules({ ...input, startsAt: '2027-04-21T10:00:00Z' });
  });

  it('a long-overdue scorecard is named together with the other objections to a booking', async () => {
    const { bo, cy, organizer, planId, rounds, session, end } = await panelSession(world);
    const candidate = await world.seed.enroll(cy, planId);
    end();
    world.service.clock.set('2027-04-12T11:00:00Z');
    for (const peer of [bo, cy, organizer]) await peer.signInAgain();
    await organizer.setsProfile({ memberId: bo.memberId, qualifiedFor: [] });
    const startsAt = '2027-04-20T10:00:00Z';
    const panel = [seat(bo)];
    const input = { candidateId: candidate.id, roundId: rounds.get(SOLO_ROUND), startsAt, panel };
    const remediesFor = async (peer: Peer) => {
      const { extensions } = await peer.refused(SCHEDULE, { input });
      expect(extensions).toMatchObject({ code: 'FEEDBACK_OVERDUE', block: { members: [cy.memberId, bo.memberId] } });
      return extensions.block!.remedies.map(({ kind, session, text }) => ({ kind, session, text }));
    };
    const qualify = { kind: 'QUALIFY', session: null, text: 'Bo becomes qualified for Coding.' };
    const text = 'Cy submits the overdue scorecard for ML system design with Ana on 2 April.';
    for (const peer of [cy, organizer])
      expect(await remediesFor(peer)).toEqual([{ kind: 'GIVE_FEEDBACK', session, text }, qualify]);
    const hidden = { kind: 'GIVE_FEEDBACK', session: null, text: 'Cy submits a scorecard that is long overdue.' };
    expect(await remediesFor(bo)).toEqual([hidden, qualify]);
  });

  it('an overdue scorecard does not count while its author is away from the group, and counts again when they come back', async () => {
    const { bo, cy, organizer, groupId, planId, rounds, end } = await panelSession(world);
    const candidate = await world.seed.enroll(cy, planId);
    end();
    world.service.clock.set('2027-04-12T11:00:00Z');
    for (const peer of [bo, cy, organizer]) await peer.signInAgain();
    await cy.removes(cy.memberId);
    await world.seed.join(organizer, groupId, cy);
    const again = await world.seed.enroll(cy, planId);
    expect(again.id).toBe(candidate.id);
    const input = {
      candidateId: again.id,
      roundId: rounds.get(SOLO_ROUND),
      startsAt: '2027-04-20T10:00:00Z',
      panel: [seat(bo)],
    };
    expect((await cy.refused(SCHEDULE, { input })).extensions.code).toBe('FEEDBACK_OVERDUE');
  });

  it('an overdue scorecard does not count for former members, or in another group', async () => {
    const { cy, organizer, groupId, end } = await panelSession(world);
    end();
    await organizer.removes(cy.memberId);
    world.service.clock.set('2027-04-20T11:00:00Z');
    for (const peer of [cy, organizer]) await peer.signInAgain();
    const { group } = await organizer.ask(OVERDUE, { id: groupId });
    expect(group.overdueFeedback.map(({ member }) => member.id)).not.toContain(cy.memberId);
    expect(await kindsFor(cy)).toEqual([]);

    const debtor = await panelSession(world);
    const elsewhere = await world.seed.plan({ targetDate: '2027-06-01' });
    debtor.end();
    world.service.clock.set('2027-04-20T11:00:00Z');
    for (const peer of [debtor.cy, elsewhere.organizer, elsewhere.members[1]!]) await peer.signInAgain();
    const guest = await world.seed.join(elsewhere.organizer, elsewhere.groupId, { ...debtor.cy });
    const candidate = await world.seed.enroll(guest, elsewhere.planId, '2027-06-10');
    const input = { candidateId: candidate.id, roundId: elsewhere.rounds.get(SOLO_ROUND), overrideReason: 'x' };
    await elsewhere.organizer.schedules({
      ...input,
      startsAt: '2027-05-01T10:00:00Z',
      panel: [seat(elsewhere.members[1]!)],
    });
  });
});

describe('attention', () => {
  it('lists what a person owes and may still do, the most urgent first, and only that person sees it', async () => {
    const { ana, bo, cy, dee, groupId, session, candidate, rounds, grade, end } = await panelSession(world);
    for (const peer of [ana, bo, cy, dee]) expect(await kindsFor(peer)).toEqual(['SESSION_BOOKED']);
    end();
    expect(await kindsFor(ana)).toEqual(['SELF_ASSESSMENT_OPEN']);
    expect(await kindsFor(dee)).toEqual([]);
    expect(await waitingFor(bo)).toEqual([
      {
        kind: 'SCORECARD_OWED',
        since: '2027-04-02T11:00:00.000Z',
        dueAt: '2027-04-04T11:00:00.000Z',
        text: 'Your scorecard for ML system design with Ana on 2 April is due by 4 April 2027, 13:00 (Europe/Berlin). Submit it while you remember.',
        session: { id: session },
        group: { id: groupId },
      },
    ]);
    const theirs = await ana.ask('query ($id: ID!) { node(id: $id) { ... on Person { attention { kind } } } }', {
      id: bo.personId,
    });
    expect(theirs.node.attention).toEqual([]);

    // The scorecard of a session that is entered later is due later.
    world.service.clock.pass({ hours: 1 });
    const input = { candidateId: candidate.id, roundId: rounds.get(SOLO_ROUND), startsAt: '2027-03-01T10:00:00Z' };
    await bo.logs({ ...input, panel: [seat(bo)] });
    const dues = (await waitingFor(bo)).map(({ dueAt }) => dueAt);
    expect(dues).toEqual(['2027-04-04T11:00:00.000Z', '2027-04-04T12:00:00.000Z']);

    await ana.locksSelfAssessment({ sessionId: session, ratings: [{ criterionKey: 'requirements', level: 3 }] });
    expect(await kindsFor(ana)).toEqual(['SELF_ASSESSMENT_OPEN']);
    for (const peer of [bo, cy]) await peer.submits(grade(3));
    expect(await kindsFor(cy)).toEqual(['FEEDBACK_OUT']);
  });

  const SEEN = 'mutation ($id: ID!, $upTo: DateTime) { markSessionSeen(sessionId: $id, upTo: $upTo) { id } }';
  const LINK = 'mutation ($input: UpdateSessionInput!) { updateSession(input: $input) { version } }';
  const textsFor = async (peer: Peer) => (await waitingFor(peer)).map(({ kind, text }) => `${kind}: ${text}`);

  it('lists a session that another member booked or moved, or whose link they changed, until it is marked as seen', async () => {
    const { ana, bo, cy, eli, organizer, session } = await panelSession(world);
    expect(await textsFor(ana)).toEqual([
      'SESSION_BOOKED: You were booked for your ML system design session on 2 April. It starts on 2 April 2027, 12:00 (Europe/Berlin). Cancel it if you cannot come.',
    ]);
    for (const peer of [ana, bo, cy]) await peer.ask(SEEN, { id: session });
    world.service.clock.pass({ minutes: 1 });
    const move = { sessionId: session, startsAt: '2027-04-05T10:00:00Z', reason: 'Ill.', expectedVersion: 1 };
    await organizer.moves({ ...move, overrideReason: 'x' });
    world.service.clock.pass({ minutes: 1 });
    await organizer.ask(LINK, {
      input: { sessionId: session, meetingUrl: 'https://meet.example.org/x', expectedVersion: 2 },
    });
    // The change of the link does not hide the move, and each member reads the time in their own zone.
    await bo.ask('mutation { updateProfile(input: { timeZone: "Asia/Kathmandu" }) { id } }');
    expect(await textsFor(bo)).toEqual([
      'SESSION_CHANGED: News about ML system design with Ana on 5 April: Moved from 2 April 2027, 15:45 (Asia/Kathmandu) to 5 April 2027, 15:45 (Asia/Kathmandu). Ill. The link was changed.',
    ]);
    for (const peer of [eli, organizer]) expect(await kindsFor(peer)).toEqual([]);
    expect((await eli.refused(SEEN, { id: session })).extensions.code).toBe('FORBIDDEN');
    const stranger = await world.seed.person('Stranger');
    expect((await stranger.refused(SEEN, { id: session })).extensions.code).toBe('NOT_FOUND');

    // Reading a session does not mark it as seen. Marking it covers only what had happened by the given time.
    await ana.ask('query ($id: ID!) { session(id: $id) { id } node(id: $id) { id } }', { id: session });
    expect(await kindsFor(ana)).toEqual(['SESSION_CHANGED']);
    await ana.ask(SEEN, { id: session, upTo: '2027-04-01T09:01:30Z' });
    expect(await textsFor(ana)).toEqual([expect.stringMatching(/5 April: The link was changed\.$/)]);
    await ana.ask(SEEN, { id: session, upTo: '2030-01-01T00:00:00Z' });
    expect(await kindsFor(ana)).toEqual([]);

    world.service.clock.pass({ minutes: 1 });
    await cy.cancels({ sessionId: session, reason: 'Dentist.', expectedVersion: 3 });
    expect(await textsFor(ana)).toEqual([
      'SESSION_CANCELLED: Your ML system design session on 5 April was cancelled. Cancelled. Dentist.',
    ]);
    // Changes before the cancellation are no longer news.
    expect(await kindsFor(bo)).toEqual(['SESSION_CANCELLED']);
    expect(await kindsFor(cy)).toEqual([]);
    world.service.clock.set('2027-04-06T10:00:00Z');
    expect(await kindsFor(ana)).toEqual([]);
  });

  it('lists feedback that came out or was amended, for the candidate and for interviewers who have submitted', async () => {
    const { ana, bo, cy, dee, session, grade, cardsFor, end } = await panelSession(world);
    for (const peer of [ana, bo, cy, dee]) await peer.ask(SEEN, { id: session });
    end();
    await bo.submits(grade(3));
    expect(await kindsFor(ana)).toEqual(['SELF_ASSESSMENT_OPEN']);
    world.service.clock.set('2027-04-04T11:00:00Z');
    expect(await textsFor(ana)).toEqual([
      "FEEDBACK_OUT: New feedback for your ML system design session on 2 April: Bo's scorecard is out.",
    ]);
    expect(await kindsFor(cy)).toEqual(['SCORECARD_OWED']);
    expect(await kindsFor(bo)).toEqual([]);
    await ana.ask(SEEN, { id: session });
    expect(await kindsFor(ana)).toEqual([]);
    world.service.clock.pass({ minutes: 1 });
    await cy.submits(grade(2));
    for (const peer of [ana, bo, cy]) expect(await kindsFor(peer)).toEqual(['FEEDBACK_OUT']);
    expect(await kindsFor(dee)).toEqual([]);
    for (const peer of [ana, bo, cy]) await peer.ask(SEEN, { id: session });
    world.service.clock.pass({ minutes: 1 });
    const scorecardId = (await cardsFor(bo)).scorecards.find(({ author }) => author.id === bo.memberId)!.id;
    await bo.amends({ scorecardId, reason: 'Slipped.', recommendation: 'NO_HIRE' });
    for (const peer of [ana, cy]) expect((await textsFor(peer))[0]).toMatch(/Bo amended a scorecard\.$/);
    expect(await kindsFor(bo)).toEqual([]);
  });

  it('lists a stated absence for everybody else in the session, due when it takes effect', async () => {
    const { ana, bo, cy, dee, session, end } = await panelSession(world);
    for (const peer of [ana, bo, cy, dee]) await peer.ask(SEEN, { id: session });
    end();
    world.service.clock.pass({ minutes: 5 });
    const say = (speaker: Peer, of: Peer, attendance: string) =>
      speaker.ask(ATTEND, { input: { sessionId: session, people: [{ memberId: of.memberId, attendance }] } });
    await say(ana, bo, 'NO_SHOW');
    const ABSENT = '{ viewer { attention { id kind dueAt text } } }';
    const absent = async (peer: Peer) =>
      (await peer.ask(ABSENT)).viewer.attention.find(({ kind }) => kind === 'MARKED_ABSENT');
    expect(await absent(bo)).toEqual({
      id: `${session}.MARKED_ABSENT`,
      kind: 'MARKED_ABSENT',
      dueAt: '2027-04-04T11:00:00.000Z',
      text: 'About ML system design with Ana on 2 April: Ana says that you did not come. If that is wrong, say who came (recordAttendance).',
    });
    for (const peer of [cy, dee]) expect((await absent(peer))!.text).toContain('Ana says that Bo did not come.');
    expect(await absent(ana)).toBeUndefined();
    await say(ana, bo, 'ATTENDED');
    expect(await absent(bo)).toBeUndefined();
    // After the due time, one person alone can no longer make anybody absent.
    world.service.clock.set('2027-04-05T11:00:00Z');
    await say(ana, bo, 'NO_SHOW');
    expect(await absent(bo)).toMatchObject({ dueAt: null });
  });

  it('lists at most a hundred items', async () => {
    const { bo, session } = await panelSession(world);
    const row = parseId('Session', session)!;
    const { db } = world.service;
    await db.query(
      `insert into session select (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid()))).*
       from session s, generate_series(1, 120) where s.group_id = $1 and s.id = $2`,
      [row.groupId, row.id],
    );
    await db.query(
      `insert into assignment select (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'session_id', s.id))).*
       from assignment a, session s where a.group_id = $1 and a.session_id = $2 and s.group_id = $1 and s.id <> $2`,
      [row.groupId, row.id],
    );
    await db.query(
      `insert into session_event select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'session_id', s.id))).*
       from session_event e, session s where e.group_id = $1 and e.session_id = $2 and s.group_id = $1 and s.id <> $2`,
      [row.groupId, row.id],
    );
    expect(await kindsFor(bo)).toHaveLength(100);
  });
});

describe('a session that another member logged', () => {
  it('a session that another member logged never blocks bookings of its interviewer, but one that the interviewer logged does', async () => {
    world.service.clock.set('2027-04-01T09:00:00Z');
    const { members, candidate, rounds, planId, organizer } = await world.seed.plan({ members: 3 });
    const [ana, bo, cy] = members as [Peer, Peer, Peer];
    const bos = await world.seed.enroll(bo, planId);
    const log = (startsAt: string) => ({
      input: { candidateId: candidate.id, roundId: rounds.get(SOLO_ROUND), startsAt, panel: [seat(bo)] },
    });
    const book = (startsAt: string) => ({
      input: { candidateId: bos.id, roundId: rounds.get(SOLO_ROUND), startsAt, panel: [seat(cy)] },
    });
    await ana.ask(LOG, log('2027-03-20T10:00:00Z'));
    world.service.clock.set('2027-04-20T09:00:00Z');
    for (const peer of [ana, bo, organizer]) await peer.signInAgain();
    await bo.ask(SCHEDULE, book('2027-04-22T10:00:00Z'));
    await bo.ask(LOG, log('2027-04-10T10:00:00Z'));
    world.service.clock.set('2027-04-30T09:00:00Z');
    for (const peer of [bo, organizer]) await peer.signInAgain();
    expect((await bo.refused(SCHEDULE, book('2027-04-30T18:00:00Z'))).extensions.code).toBe('FEEDBACK_OVERDUE');
  });
});
