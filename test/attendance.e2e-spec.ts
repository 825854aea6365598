import { panelSession } from './kit/panel-session.js';
import { card, LOCK_SELF, LOG, PAIR_ROUND, seat, SOLO_ROUND, SUBMIT, type Peer } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

const DUE = '2027-04-04T11:00:00Z';

const ATTEND = `mutation ($input: RecordAttendanceInput!) { recordAttendance(input: $input) { id } }`;
const WHO = `query ($id: ID!) { session(id: $id) {
  status feedbackReleasedAt candidateAttendance candidateAttendanceWord { attendance contested by { id } }
  panel { member { id } attendance attendanceWord { attendance contested by { id } } } scorecards { author { id } }
} }`;

/** Ana's session with Bo and Cy is over. Dee shadowed. Olga organizes the group, and booked the session. */
async function afterwards(options: { pair?: boolean } = {}) {
  const made = await panelSession(world, options);
  made.end();
  const { session, organizer } = made;
  const say = (speaker: Peer, of: Peer, attendance: string) =>
    speaker.ask(ATTEND, { input: { sessionId: session, people: [{ memberId: of.memberId, attendance }] } });
  const refusal = (speaker: Peer, of: Peer, attendance: string) =>
    speaker.refused(ATTEND, { input: { sessionId: session, people: [{ memberId: of.memberId, attendance }] } });
  const seenBy = async (peer: Peer) => (await peer.ask(WHO, { id: session })).session;
  const authorsFor = async (peer: Peer): Promise<string[]> =>
    (await seenBy(peer)).scorecards.map(({ author }) => author.id);
  const seatOf = async (peer: Peer, viewer: Peer = organizer) =>
    (await seenBy(viewer)).panel.find(({ member }) => member.id === peer.memberId);
  const refresh = async () => {
    for (const peer of [made.ana, made.bo, made.cy, made.dee, organizer]) await peer.signInAgain();
  };
  return { ...made, say, refusal, seenBy, authorsFor, seatOf, refresh };
}

describe('who may say who came', () => {
  it('the candidate, the interviewers and organizers can say who came, but only once the session has started', async () => {
    const { ana, bo, dee, eli, organizer, refusal, say } = await afterwards();
    const stranger = await world.seed.person('Stranger');
    for (const speaker of [ana, bo, organizer]) for (const of of [ana, bo]) await say(speaker, of, 'ATTENDED');
    for (const speaker of [dee, eli]) expect((await refusal(speaker, bo, 'NO_SHOW')).extensions.code).toBe('FORBIDDEN');
    expect((await refusal(stranger as Peer, bo, 'NO_SHOW')).extensions.code).toBe('NOT_FOUND');
    expect((await refusal(ana, eli, 'NO_SHOW')).extensions.code).toBe('INVALID_INPUT');
    world.service.clock.set('2027-04-02T09:59:00Z');
    expect((await refusal(ana, bo, 'NO_SHOW')).extensions).toEqual({ code: 'INVALID_STATE', state: 'SCHEDULED' });
  });

  it('a member who became an organizer after the booking, or an organizer who takes part, cannot decide who came', async () => {
    const { ana, bo, cy, eli, organizer, say, refusal, seatOf } = await afterwards();
    const ROLE = 'mutation ($id: ID!) { changeMemberRole(memberId: $id, role: ORGANIZER) { role } }';
    for (const peer of [eli, bo]) await organizer.ask(ROLE, { id: peer.memberId });
    expect((await refusal(eli, cy, 'NO_SHOW')).extensions.code).toBe('FORBIDDEN');
    await say(bo, cy, 'NO_SHOW');
    expect((await seatOf(cy))!.attendance).toBeNull();
    await say(organizer, cy, 'NO_SHOW');
    expect((await seatOf(cy))!.attendance).toBe('NO_SHOW');
    for (const speaker of [ana, bo]) await say(speaker, cy, 'ATTENDED');
    expect((await seatOf(cy))!.attendance).toBe('NO_SHOW');
    // A decision no longer counts once all participants contradict it, including the member concerned.
    await say(cy, cy, 'ATTENDED');
    expect((await seatOf(cy))!.attendance).toBe('ATTENDED');
  });

  it('organizers cannot decide any more once overdue feedback begins to block bookings', async () => {
    const { bo, organizer, groupId, refusal, refresh, say } = await afterwards();
    world.service.clock.set('2027-04-11T11:00:00Z');
    await refresh();
    expect((await refusal(organizer, bo, 'NO_SHOW')).extensions).toEqual({ code: 'INVALID_STATE', state: 'COMPLETED' });
    await organizer.updatesGroup({ groupId, feedbackDebtDays: 30 });
    expect((await refusal(organizer, bo, 'NO_SHOW')).extensions.state).toBe('COMPLETED');
    await say(bo, bo, 'ATTENDED');
  });

  it('members who left may still say who came, and grade, in sessions that began before they left', async () => {
    const { ana, bo, cy, grade, say, authorsFor } = await afterwards();
    await cy.removes(cy.memberId);
    await say(cy, bo, 'ATTENDED');
    await cy.saves(grade(2));
    await cy.submits(grade(2));
    await bo.submits(grade(3));
    expect((await authorsFor(ana)).sort()).toEqual([bo.memberId, cy.memberId].sort());
  });
});

describe('a false statement about who came', () => {
  it('the candidate cannot open the feedback early by calling an interviewer absent', async () => {
    const { ana, bo, cy, grade, say, seenBy } = await afterwards();
    await bo.submits(grade(1));
    await say(ana, cy, 'NO_SHOW');
    expect(await seenBy(ana)).toMatchObject({ status: 'AWAITING_FEEDBACK', scorecards: [], feedbackReleasedAt: null });
    // A second statement does not open it either.
    await say(bo, cy, 'NO_SHOW');
    expect(await seenBy(ana)).toMatchObject({ status: 'AWAITING_FEEDBACK', scorecards: [] });
  });

  it('the candidate cannot find out from the effect of an absence whether a scorecard exists', async () => {
    const [graded, bare] = [await afterwards(), await afterwards()];
    await graded.bo.submits(graded.grade(1));
    const shapes = [];
    for (const { ana, bo, cy, say, seenBy } of [graded, bare]) {
      await say(ana, bo, 'NO_SHOW');
      await say(cy, bo, 'NO_SHOW');
      const { status, panel, candidateAttendance, feedbackReleasedAt } = await seenBy(ana);
      const words = panel.map(({ attendance, attendanceWord }) => [attendance, attendanceWord?.attendance]);
      const { viewer } = await ana.ask('{ viewer { attention { kind dueAt } } }');
      const waiting = viewer.attention.filter(({ kind }) => kind === 'MARKED_ABSENT');
      shapes.push({ status, candidateAttendance, feedbackReleasedAt, words, waiting });
    }
    expect(shapes[0]).toEqual(shapes[1]);
  });

  it('the candidate cannot make a strict scorecard disappear, before or after the release', async () => {
    const { ana, bo, cy, grade, say, authorsFor, seatOf, refresh } = await afterwards();
    await bo.submits(grade(1, 'STRONG_NO_HIRE'));
    await say(ana, bo, 'NO_SHOW');
    await say(cy, bo, 'NO_SHOW');
    await cy.submits(grade(4));
    for (const peer of [ana, bo, cy])
      expect((await authorsFor(peer)).sort()).toEqual([bo.memberId, cy.memberId].sort());
    expect((await seatOf(bo))!.attendance).toBeNull();
    world.service.clock.set('2027-04-20T11:00:00Z');
    await refresh();
    await say(ana, bo, 'NO_SHOW');
    expect(await authorsFor(ana)).toHaveLength(2);
  });

  it('feedback that came out stays out, even a scorecard without a level whose author is later called absent', async () => {
    const { ana, bo, cy, session, grade, say, authorsFor, seenBy, refresh } = await afterwards();
    await bo.submits({ sessionId: session, recommendation: 'NO_DECISION', strengths: 'No time.' });
    world.service.clock.set(DUE);
    expect(await authorsFor(ana)).toEqual([bo.memberId]);
    for (const speaker of [ana, cy]) await say(speaker, bo, 'NO_SHOW');
    expect(await authorsFor(ana)).toEqual([bo.memberId]);
    await say(cy, ana, 'NO_SHOW');
    await say(ana, ana, 'NO_SHOW');
    expect(await seenBy(ana)).toMatchObject({ status: 'NOT_HELD', feedbackReleasedAt: '2027-04-04T11:00:00.000Z' });
    expect(await authorsFor(ana)).toEqual([bo.memberId]);
    await refresh();
    expect((await cy.refused(SUBMIT, { input: grade(3) })).extensions).toEqual({
      code: 'INVALID_STATE',
      state: 'NOT_HELD',
    });
  });

  it('a decision that its author was absent hides a scorecard that was out', async () => {
    const { ana, bo, cy, organizer, grade, say, authorsFor } = await afterwards();
    await bo.submits(grade(1));
    await cy.submits(grade(4));
    await say(organizer, bo, 'NO_SHOW');
    expect(await authorsFor(ana)).toEqual([cy.memberId]);
    expect(await authorsFor(bo)).toEqual([bo.memberId]);
    await say(organizer, ana, 'NO_SHOW');
    expect(await authorsFor(ana)).toEqual([]);
    expect(await authorsFor(cy)).toEqual([cy.memberId]);
  });

  it('the candidate cannot judge herself after she has read the feedback, even after a decision', async () => {
    const { ana, bo, organizer, session, grade, say, authorsFor, seenBy, refresh } = await afterwards();
    await bo.submits(grade(1));
    world.service.clock.set(DUE);
    await refresh();
    expect(await authorsFor(ana)).toEqual([bo.memberId]);
    await say(organizer, bo, 'NO_SHOW');
    expect(await seenBy(ana)).toMatchObject({ status: 'COMPLETED', scorecards: [] });
    const ratings = [{ criterionKey: 'requirements', level: 1 }];
    expect((await ana.refused(LOCK_SELF, { input: { sessionId: session, ratings } })).extensions.state).toBe(
      'COMPLETED',
    );
  });

  it('an interviewer who owes a scorecard cannot excuse themselves from an old session alone', async () => {
    const { ana, cy, grade, bo, say, seatOf, refresh } = await afterwards();
    await bo.submits(grade(3));
    await say(cy, cy, 'EXCUSED');
    world.service.clock.set('2027-04-12T11:00:00Z');
    await refresh();
    expect(await seatOf(cy)).toMatchObject({
      attendance: null,
      attendanceWord: { attendance: 'EXCUSED', contested: false },
    });
    await say(ana, cy, 'EXCUSED');
    expect(await seatOf(cy)).toMatchObject({ attendance: 'EXCUSED', attendanceWord: null });
  });

  it('an interviewer who counts as absent can neither read nor grade until another participant says that they came', async () => {
    const { ana, bo, cy, grade, say, refusal, authorsFor, refresh } = await afterwards();
    for (const speaker of [ana, cy]) await say(speaker, cy, 'NO_SHOW');
    expect((await refusal(cy, cy, 'ATTENDED')).extensions).toEqual({ code: 'INVALID_STATE', state: 'ABSENT' });
    await bo.submits(grade(1));
    expect(await authorsFor(cy)).toEqual([]);
    expect((await cy.refused(SUBMIT, { input: grade(4) })).extensions).toEqual({
      code: 'INVALID_STATE',
      state: 'ABSENT',
    });
    await say(ana, cy, 'LATE');
    world.service.clock.set(DUE);
    await refresh();
    expect(await authorsFor(cy)).toEqual([]);
    await cy.submits(grade(4));
    expect(await authorsFor(cy)).toHaveLength(2);
  });

  it('one statement alone counts from the due time on, unless another person contradicts it', async () => {
    const { ana, bo, cy, say, seatOf, seenBy, refresh } = await afterwards();
    await say(ana, bo, 'NO_SHOW');
    await say(ana, cy, 'NO_SHOW');
    await say(bo, cy, 'ATTENDED');
    expect(await seatOf(bo)).toMatchObject({
      attendance: null,
      attendanceWord: { contested: false, by: { id: ana.memberId } },
    });
    expect(await seatOf(cy, ana)).toMatchObject({ attendance: 'ATTENDED', attendanceWord: { contested: true } });
    world.service.clock.set(DUE);
    await refresh();
    expect(await seatOf(bo)).toMatchObject({ attendance: 'NO_SHOW', attendanceWord: null });
    expect((await seenBy(ana)).status).toBe('AWAITING_FEEDBACK');
  });

  it('a statement that does not count is visible to the candidate, the panel and organizers', async () => {
    const { ana, bo, dee, eli, organizer, say, seatOf } = await afterwards();
    await say(ana, bo, 'NO_SHOW');
    for (const viewer of [ana, bo, dee, organizer]) expect((await seatOf(bo, viewer))!.attendanceWord).not.toBeNull();
    expect((await seatOf(bo, eli))!.attendanceWord).toBeNull();
  });
});

describe('the booked time of an absent person', () => {
  it('the booked time of an absent person is free once the session is over, so that what took place instead can be logged', async () => {
    const { ana, bo, cy, dee, organizer, candidate, rounds, say } = await afterwards({ pair: false });
    const instead = (lead: Peer) => ({
      input: {
        candidateId: candidate.id,
        roundId: rounds.get(SOLO_ROUND),
        startsAt: '2027-04-02T10:00:00Z',
        panel: [seat(lead)],
      },
    });
    expect((await organizer.refused(LOG, instead(cy))).extensions.code).toBe('TIME_TAKEN');
    for (const speaker of [ana, bo]) await say(speaker, bo, 'EXCUSED');
    await organizer.ask(LOG, instead(cy));
    expect(dee.memberId).toBeDefined();
  });

  it('the booked time of an absent person is free even if the absence counts only because the due time has passed', async () => {
    const { ana, bo, cy, candidate, rounds, say, refresh, organizer } = await afterwards({ pair: false });
    await say(ana, bo, 'NO_SHOW');
    world.service.clock.set(DUE);
    await refresh();
    const panel = [seat(cy)];
    const input = {
      candidateId: candidate.id,
      roundId: rounds.get(SOLO_ROUND),
      startsAt: '2027-04-02T10:15:00Z',
      panel,
    };
    await organizer.logs(input);
  });
});

describe('a session that was logged by mistake', () => {
  const CANCEL =
    'mutation ($input: CancelSessionInput!) { cancelSession(input: $input) { status cancellation { late } } }';

  async function logged(round = SOLO_ROUND) {
    world.service.clock.set('2027-04-01T09:00:00Z');
    const made = await world.seed.plan({ members: 3, targetDate: '2027-05-15' });
    const [ana, bo, cy] = made.members as [Peer, Peer, Peer];
    const panel = round === SOLO_ROUND ? [seat(bo)] : [seat(bo), seat(cy, 'CO_INTERVIEWER')];
    const input = {
      candidateId: made.candidate.id,
      roundId: made.rounds.get(round),
      startsAt: '2027-03-31T18:00:00Z',
      panel,
    };
    const logSession = await ana.logs(input);
    const takeBack = { input: { sessionId: logSession.id, reason: 'Wrong day.', expectedVersion: 1 } };
    return { ...made, ana, bo, cy, id: logSession.id, takeBack };
  }

  it('the only interviewer can cancel a session that was logged by mistake, and this is no late cancellation', async () => {
    const { ana, bo, cy, takeBack } = await logged();
    expect((await ana.refused(CANCEL, takeBack)).extensions.code).toBe('FORBIDDEN');
    expect((await cy.refused(CANCEL, takeBack)).extensions.code).toBe('FORBIDDEN');
    expect((await bo.ask(CANCEL, takeBack)).cancelSession).toEqual({
      status: 'CANCELLED',
      cancellation: { late: false },
    });
    expect((await bo.refused(CANCEL, takeBack)).extensions).toEqual({ code: 'INVALID_STATE', state: 'CANCELLED' });
  });

  it('can be cancelled by an organizer if it has two interviewers, until its feedback is out', async () => {
    const { bo, organizer, takeBack } = await logged(PAIR_ROUND);
    expect((await bo.refused(CANCEL, takeBack)).extensions.code).toBe('FORBIDDEN');
    await organizer.ask(CANCEL, takeBack);
    const out = await logged();
    await out.bo.submits(card(out.id, 1));
    for (const peer of [out.bo, out.organizer])
      expect((await peer.refused(CANCEL, out.takeBack)).extensions).toEqual({
        code: 'INVALID_STATE',
        state: 'COMPLETED',
      });
  });
});

describe('reliability', () => {
  const RELIABILITY =
    'query ($id: ID!) { node(id: $id) { ... on Member { reliability { lateCancellations noShows held } } } }';

  it('reliability counts late cancellations, absences and held sessions, and only the member and organizers see it', async () => {
    const { ana, bo, cy, organizer, say, grade } = await afterwards();
    for (const speaker of [ana, bo]) await say(speaker, cy, 'NO_SHOW');
    await bo.submits(grade(3));
    const of = async (peer: Peer, viewer: Peer) =>
      (await viewer.ask(RELIABILITY, { id: peer.memberId })).node.reliability as unknown;
    expect(await of(cy, organizer)).toEqual({ lateCancellations: 0, noShows: 1, held: 0 });
    expect(await of(bo, bo)).toEqual({ lateCancellations: 0, noShows: 0, held: 1 });
    expect(await of(bo, ana)).toBeNull();
    await say(ana, cy, 'EXCUSED');
    expect(await of(cy, cy)).toEqual({ lateCancellations: 0, noShows: 0, held: 0 });
  });

  it('reliability counts a late move like a late cancellation, and the history of the session says so', async () => {
    world.service.clock.set('2027-03-01T09:00:00Z');
    const made = await world.seed.plan({ members: 3 });
    const [, bo, cy] = made.members as [Peer, Peer, Peer];
    const book = async (peer: Peer, startsAt: string) => {
      const input = {
        candidateId: made.candidate.id,
        roundId: made.rounds.get(SOLO_ROUND),
        startsAt,
        panel: [seat(peer)],
      };
      return (await made.organizer.schedules({ ...input, overrideReason: 'x' })).id;
    };
    const late = async (peer: Peer) =>
      (await peer.ask(RELIABILITY, { id: peer.memberId })).node.reliability.lateCancellations;
    const [near, far] = [await book(bo, '2027-03-03T09:00:00Z'), await book(cy, '2027-03-04T09:00:00Z')];
    world.service.clock.set('2027-03-03T08:00:00Z');
    const to = { startsAt: '2027-03-06T09:00:00Z', reason: 'Ill', expectedVersion: 1, overrideReason: null };
    await bo.moves({ ...to, sessionId: near });
    await cy.moves({ ...to, sessionId: far, startsAt: '2027-03-07T09:00:00Z' });
    expect([await late(bo), await late(cy)]).toEqual([1, 0]);
    const { history } = (await bo.ask('query ($id: ID!) { session(id: $id) { history { summary } } }', { id: near }))
      .session;
    expect(history.at(-1)!.summary).toMatch(/^Moved late from 3 March/);
  });

  it('a late cancellation counts against the member who cancels, or for whom an organizer cancels', async () => {
    const charged = async (cancels: 'ana' | 'organizer', onBehalfOf: 'bo' | null) => {
      const made = await panelSession(world);
      world.service.clock.set('2027-04-02T09:00:00Z');
      const input = { sessionId: made.session, reason: 'Ill.', expectedVersion: 1 };
      const onBehalfOfMemberId = onBehalfOf && made[onBehalfOf].memberId;
      await made[cancels].cancels({ ...input, onBehalfOfMemberId });
      const late = [];
      for (const name of ['ana', 'bo', 'organizer'] as const) {
        const { node } = await made.organizer.ask(RELIABILITY, { id: made[name].memberId });
        if (node.reliability.lateCancellations > 0) late.push(name);
      }
      return late;
    };
    expect(await charged('ana', null)).toEqual(['ana']);
    expect(await charged('ana', 'bo')).toEqual(['ana']);
    expect(await charged('organizer', 'bo')).toEqual(['bo']);
    expect(await charged('organizer', null)).toEqual(['organizer']);
  });

  it('charges an organizer who withdraws or removes a candidate from a session in which the organizer sits', async () => {
    const charged = async (
      ends: (organizer: Peer, ana: Peer, candidateId: string) => Promise<unknown>,
      sits: boolean,
    ) => {
      world.service.clock.set('2027-04-01T09:00:00Z');
      const { organizer, members, candidate, rounds } = await world.seed.plan({ members: 3, targetDate: '2027-05-15' });
      const [ana, bo] = members as [Peer, Peer];
      const panel = [seat(sits ? organizer : bo)];
      const roundId = rounds.get(SOLO_ROUND);
      const startsAt = '2027-04-02T10:00:00Z';
      await organizer.schedules({ candidateId: candidate.id, roundId, startsAt, panel, overrideReason: 'x' });
      world.service.clock.set('2027-04-02T09:00:00Z');
      await ends(organizer, ana, candidate.id);
      const counts = [];
      for (const { memberId: id } of [organizer, ana])
        counts.push((await organizer.ask(RELIABILITY, { id })).node.reliability.lateCancellations);
      return counts;
    };
    const withdrawing = (organizer: Peer, _: Peer, candidateId: string) => organizer.withdraws(candidateId);
    const removing = (organizer: Peer, ana: Peer) => organizer.removes(ana.memberId);
    for (const ends of [withdrawing, removing]) {
      expect(await charged(ends, true)).toEqual([1, 0]);
      expect(await charged(ends, false)).toEqual([0, 1]);
    }
  });
});
