import { describe, expect, it } from '@jest/globals';
import { panelSession } from './kit/panel-session.js';
import {
  CANCEL,
  LOCK_SELF,
  LOG,
  REMOVE,
  SCHEDULE,
  seat,
  SOLO_ROUND,
  SUBMIT,
  type Json,
  type Peer,
} from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

const OVERDUE = 'query ($id: ID!) { group(id: $id) { overdueFeedback { member { id } session { id } } } }';
const ATTENTION = '{ viewer { attention { kind since dueAt text session { id } group { id } } } }';
const kindsFor = async (peer: Peer) =>
  (await peer.ask<Json>(ATTENTION)).viewer.attention.map(({ kind }: Json) => kind as string);

describe('feedback that is owed', () => {
  it('is listed for organizers once it is past due, and for nobody else', async () => {
    const { ana, bo, cy, dee, organizer, groupId, session, grade, end } = await panelSession(world);
    const overdueFor = async (peer: Peer) =>
      (await peer.ask<Json>(OVERDUE, { id: groupId })).group.overdueFeedback.map(({ member }: Json) => member.id);
    end();
    await bo.ask(SUBMIT, grade(3));
    world.service.clock.set('2027-04-04T11:00:00Z');
    expect(await overdueFor(organizer)).toEqual([]);
    world.service.clock.pass({ minutes: 1 });
    const { group } = await organizer.ask<Json>(OVERDUE, { id: groupId });
    expect(group.overdueFeedback).toEqual([{ member: { id: cy.memberId }, session: { id: session } }]);
    for (const peer of [ana, bo, cy, dee]) expect(await overdueFor(peer)).toEqual([]);
    await cy.ask(SUBMIT, grade(3));
    expect(await overdueFor(organizer)).toEqual([]);
  });

  it('for too long keeps its debtor from being booked as a candidate, until it is in; details are for them', async () => {
    const { bo, cy, organizer, planId, rounds, session, grade, end } = await panelSession(world);
    const candidate = await world.seed.enroll(cy, planId);
    const input = {
      candidateId: candidate.id,
      roundId: rounds.get(SOLO_ROUND),
      startsAt: '2027-04-20T10:00:00Z',
      panel: [seat(bo)],
      overrideReason: 'x',
    };
    const own = { ...input, overrideReason: undefined };
    end();
    await bo.ask(SUBMIT, grade(3));
    // Due on the 4th; seven days later, to the minute, the debt is not yet too old.
    world.service.clock.set('2027-04-11T11:00:00Z');
    for (const peer of [bo, cy, organizer]) await peer.signInAgain();
    const booked = await organizer.ask<Json>(SCHEDULE, { input });
    world.service.clock.pass({ minutes: 1 });
    const others = await organizer.refused(SCHEDULE, { input: { ...own, startsAt: '2027-04-21T10:00:00Z' } });
    expect(others.extensions).toEqual({ code: 'FEEDBACK_OVERDUE' });
    expect(others.message).not.toMatch(/1 scorecard|ses_/);
    // An organizer may set it aside for another member, and it is written down.
    await organizer.ask(SCHEDULE, { input: { ...input, startsAt: '2027-04-19T10:00:00Z' } });
    const debtors = await cy.refused(SCHEDULE, { input: { ...own, startsAt: '2027-04-21T10:00:00Z' } });
    expect(debtors.extensions).toEqual({ code: 'FEEDBACK_OVERDUE', sessions: [session] });
    expect(debtors.message).toContain('You owe this group 1 scorecard');
    // What was booked before may move, what took place may be logged, and they may interview.
    const reschedule = { sessionId: booked.scheduleSession.id, startsAt: '2027-04-22T10:00:00Z', reason: 'x' };
    await organizer.ask('mutation ($input: RescheduleSessionInput!) { rescheduleSession(input: $input) { id } }', {
      input: { ...reschedule, expectedVersion: 1, overrideReason: 'x' },
    });
    await cy.ask(LOG, { input: { ...own, overrideReason: undefined, startsAt: '2027-04-10T10:00:00Z' } });
    await cy.ask(SUBMIT, grade(3));
    await organizer.ask(SCHEDULE, { input: { ...input, startsAt: '2027-04-21T10:00:00Z' } });
  });

  it('is void for whoever left, and follows nobody into another group', async () => {
    const { cy, organizer, groupId, end } = await panelSession(world);
    end();
    await organizer.ask(REMOVE, { id: cy.memberId });
    world.service.clock.set('2027-04-20T11:00:00Z');
    for (const peer of [cy, organizer]) await peer.signInAgain();
    const { group } = await organizer.ask<Json>(OVERDUE, { id: groupId });
    expect(group.overdueFeedback.map(({ member }: Json) => member.id)).not.toContain(cy.memberId);
    expect(await kindsFor(cy)).toEqual([]);

    const debtor = await panelSession(world);
    const elsewhere = await world.seed.plan({ targetDate: '2027-06-01' });
    debtor.end();
    world.service.clock.set('2027-04-20T11:00:00Z');
    for (const peer of [debtor.cy, elsewhere.organizer, elsewhere.members[1]!]) await peer.signInAgain();
    const guest = await world.seed.join(elsewhere.organizer, elsewhere.groupId, { ...debtor.cy });
    const candidate = await world.seed.enroll(guest, elsewhere.planId, '2027-06-10');
    const input = { candidateId: candidate.id, roundId: elsewhere.rounds.get(SOLO_ROUND), overrideReason: 'x' };
    await elsewhere.organizer.ask(SCHEDULE, {
      input: { ...input, startsAt: '2027-05-01T10:00:00Z', panel: [seat(elsewhere.members[1]!)] },
    });
  });
});

describe('what waits for somebody', () => {
  it('is what they owe and may still do, the most urgent first, and for their eyes only', async () => {
    const { ana, bo, cy, dee, groupId, session, candidate, rounds, grade, end } = await panelSession(world);
    for (const peer of [ana, bo, cy, dee]) expect(await kindsFor(peer)).toEqual([]);
    end();
    expect(await kindsFor(ana)).toEqual(['SELF_ASSESSMENT_OPEN']);
    expect(await kindsFor(dee)).toEqual([]);
    const { viewer } = await bo.ask<Json>(ATTENTION);
    expect(viewer.attention).toEqual([
      {
        kind: 'SCORECARD_OWED',
        since: '2027-04-02T11:00:00.000Z',
        dueAt: '2027-04-04T11:00:00.000Z',
        text: 'Your scorecard for ML system design with Ana on 2 April is due by 4 April 2027, 13:00 (Europe/Berlin). Submit it while you remember.',
        session: { id: session },
        group: { id: groupId },
      },
    ]);
    const theirs = await ana.ask<Json>('query ($id: ID!) { node(id: $id) { ... on Person { attention { kind } } } }', {
      id: bo.personId,
    });
    expect(theirs.node.attention).toEqual([]);

    // A mock that is entered later is due later.
    world.service.clock.pass({ hours: 1 });
    const input = { candidateId: candidate.id, roundId: rounds.get(SOLO_ROUND), startsAt: '2027-03-01T10:00:00Z' };
    await bo.ask(LOG, { input: { ...input, panel: [seat(bo)] } });
    const dues = (await bo.ask<Json>(ATTENTION)).viewer.attention.map(({ dueAt }: Json) => dueAt);
    expect(dues).toEqual(['2027-04-04T11:00:00.000Z', '2027-04-04T12:00:00.000Z']);

    await ana.ask(LOCK_SELF, {
      input: { sessionId: session, ratings: [{ criterionKey: 'requirements', level: 3 }] },
    });
    expect(await kindsFor(ana)).toEqual(['SELF_ASSESSMENT_OPEN']);
    for (const peer of [bo, cy]) await peer.ask(SUBMIT, grade(3));
    expect(await kindsFor(cy)).toEqual([]);
  });

  it('is a session that somebody else changed, until it is opened', async () => {
    const { ana, bo, cy, eli, organizer, session } = await panelSession(world);
    const LOOK = 'query ($id: ID!) { session(id: $id) { id } }';
    const move = (day: number, expectedVersion: number) => ({
      input: { sessionId: session, startsAt: `2027-04-0${day}T10:00:00Z`, reason: 'Ill.', expectedVersion },
    });
    const MOVE = 'mutation ($input: RescheduleSessionInput!) { rescheduleSession(input: $input) { id } }';
    world.service.clock.pass({ minutes: 1 });
    await organizer.ask(MOVE, { input: { ...move(5, 1).input, overrideReason: 'x' } });
    for (const peer of [ana, bo, cy]) expect(await kindsFor(peer)).toEqual(['SESSION_CHANGED']);
    for (const peer of [eli, organizer]) expect(await kindsFor(peer)).toEqual([]);
    const { viewer } = await ana.ask<Json>(ATTENTION);
    expect(viewer.attention[0].text).toBe(
      'There is news of your ML system design session on 5 April: Moved from 2 April 2027, 12:00 (Europe/Berlin) to 5 April 2027, 12:00 (Europe/Berlin). Open it to see.',
    );
    await Promise.all([ana.ask(LOOK, { id: session }), ana.ask(LOOK, { id: session })]);
    expect(await kindsFor(ana)).toEqual([]);
    expect(await kindsFor(bo)).toEqual(['SESSION_CHANGED']);
    world.service.clock.pass({ minutes: 1 });
    await bo.ask(CANCEL, { input: { sessionId: session, reason: 'Ill.', expectedVersion: 2 } });
    expect(await kindsFor(ana)).toEqual(['SESSION_CHANGED']);
    await bo.ask('query ($id: ID!) { node(id: $id) { id } }', { id: session });
    expect(await kindsFor(bo)).toEqual([]);

    // What one has done oneself is no news.
    const own = await panelSession(world);
    await own.cy.ask(CANCEL, { input: { sessionId: own.session, reason: 'Ill.', expectedVersion: 1 } });
    expect(await kindsFor(own.cy)).toEqual([]);
    expect(await kindsFor(own.bo)).toEqual(['SESSION_CHANGED']);
    world.service.clock.pass({ minutes: 1 });
    world.service.clock.set('2027-04-06T10:00:00Z');
    expect(await kindsFor(ana)).toEqual([]);
  });
});

describe('a session that another member logged', () => {
  it('never keeps its interviewer from being booked; one that they logged themselves does', async () => {
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
