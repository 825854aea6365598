import { panelSession } from './kit/panel-session.js';
import { startTestApp, type TestApp } from './kit/app.js';
import { AMEND, ATTEND, PAIR_ROUND, SAVE, seeding, SUBMIT, type Peer } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

const aWorld = (options: { pair?: boolean } = {}) => panelSession(world, options);

type CardsFor = Awaited<ReturnType<typeof panelSession>>['cardsFor'];

const authorsOf = (session: { scorecards: { author: { id: string } }[] }) =>
  session.scorecards.map(({ author }) => author.id);

describe('writing a scorecard', () => {
  it('allows drafts from the start of the session and submission from its end', async () => {
    const { bo, session, grade, cardsFor, end } = await aWorld({ pair: false });
    expect((await bo.refused(SAVE, { input: grade(3) })).extensions).toEqual({
      code: 'INVALID_STATE',
      state: 'SCHEDULED',
    });
    world.service.clock.set('2027-04-02T10:00:00Z');
    const saveScorecard = await bo.saves({ sessionId: session, ratings: [{ criterionKey: 'approach', level: 2 }] });
    expect(saveScorecard.status).toBe('DRAFT');
    await bo.saves({ sessionId: session, ratings: [], strengths: 'Calm.' });
    expect((await cardsFor(bo)).scorecards).toMatchObject([
      { status: 'DRAFT', strengths: 'Calm.', ratings: [], recommendation: null },
    ]);
    expect((await bo.refused(SUBMIT, { input: grade(3) })).extensions).toEqual({
      code: 'INVALID_STATE',
      state: 'STARTED',
    });
    end();
    const submitScorecard = await bo.submits(grade(3));
    expect(submitScorecard).toMatchObject({ id: saveScorecard.id, status: 'SUBMITTED' });
    expect((await cardsFor(bo)).scorecards[0]).toMatchObject({
      status: 'SUBMITTED',
      recommendation: 'HIRE',
      strengths: 'Calm.',
      countsTowardsReadiness: true,
      revisions: [],
      ratings: [{ level: 3, evidence: 'Compared two approaches.', criterion: { key: 'approach' } }],
    });
  });

  it('is possible only for members of the panel, each for their own scorecard', async () => {
    const { ana, eli, organizer, grade, end } = await aWorld();
    end();
    for (const peer of [ana, eli, organizer])
      expect((await peer.refused(SUBMIT, { input: grade(3) })).extensions.code).toBe('FORBIDDEN');
    const stranger = await world.seed.person('Stranger');
    expect((await stranger.refused(SUBMIT, { input: grade(3) })).extensions.code).toBe('NOT_FOUND');
  });

  it('is refused with every bad field named, and stores nothing', async () => {
    const { bo, session, grade, cardsFor, end } = await aWorld();
    end();
    const ratings = [
      { criterionKey: 'requirements', level: 0, evidence: 'x' },
      { criterionKey: 'requirements', level: 5, evidence: 'x' },
      { criterionKey: 'charm', level: 3, evidence: '' },
    ];
    const { extensions } = await bo.refused(SUBMIT, { input: { sessionId: session, ratings } });
    expect(extensions.fields!.map(({ path }) => path)).toEqual([
      'ratings[0].level',
      'ratings[1].criterionKey',
      'ratings[1].level',
      'ratings[2].criterionKey',
      'ratings[2].evidence',
      'recommendation',
    ]);
    expect(
      (await bo.refused(SUBMIT, { input: grade(3, 'NO_DECISION', { ratings: [] }) })).extensions.fields![0]!.path,
    ).toBe('strengths');
    expect(
      (await bo.refused(SUBMIT, { input: grade(3, 'HIRE', { strengths: 'x'.repeat(100_000) }) })).extensions.fields![0]!
        .path,
    ).toBe('strengths');
    const evidence = [{ criterionKey: 'requirements', level: 3, evidence: 'x'.repeat(100_000) }];
    const long = await bo.refused(SUBMIT, { input: grade(3, 'HIRE', { ratings: evidence }) });
    expect([long.extensions.code, long.extensions.fields![0]!.path]).toEqual(['INVALID_INPUT', 'ratings[0].evidence']);
    expect(long.message.length).toBeLessThan(300);
    const unknown = [{ criterionKey: 'x'.repeat(50_000), level: 3, evidence: 'x' }];
    const odd = await bo.refused(SUBMIT, { input: grade(3, 'HIRE', { ratings: unknown }) });
    expect([odd.extensions.code, odd.extensions.fields![0]!.path]).toEqual([
      'INVALID_INPUT',
      'ratings[0].criterionKey',
    ]);
    expect(JSON.stringify(odd).length).toBeLessThan(600);
    expect((await bo.refused(SUBMIT, { input: grade(2.5) })).extensions.code).toBe('INVALID_INPUT');
    expect((await cardsFor(bo)).scorecards).toEqual([]);
  });

  it('is refused for a cancelled session, and for an interviewer who missed the session', async () => {
    const { bo, cy, organizer, session, grade, end } = await aWorld();
    end();
    await organizer.statesAttendance({
      sessionId: session,
      people: [{ memberId: cy.memberId, attendance: 'NO_SHOW' }],
    });
    expect((await cy.refused(SUBMIT, { input: grade(3) })).extensions).toEqual({
      code: 'INVALID_STATE',
      state: 'ABSENT',
    });
    const other = await aWorld();
    await other.organizer.cancels({ sessionId: other.session, reason: 'x', expectedVersion: 1 });
    other.end();
    expect((await other.bo.refused(SUBMIT, { input: other.grade(3) })).extensions).toEqual({
      code: 'INVALID_STATE',
      state: 'CANCELLED',
    });
    expect((await other.bo.refused(SAVE, { input: other.grade(3) })).extensions).toEqual({
      code: 'INVALID_STATE',
      state: 'CANCELLED',
    });
    await bo.submits(grade(3));
  });

  it('can be repeated until others may read the scorecard', async () => {
    const { bo, cy, grade, cardsFor, end } = await aWorld();
    end();
    await bo.submits(grade(2));
    await bo.submits(grade(3));
    expect((await bo.refused(SAVE, { input: grade(3) })).extensions).toEqual({
      code: 'INVALID_STATE',
      state: 'SUBMITTED',
    });
    await cy.submits(grade(4));
    expect((await bo.refused(SUBMIT, { input: grade(1) })).extensions.code).toBe('SCORECARD_LOCKED');
    const [bos] = (await cardsFor(cy)).scorecards;
    expect(bos!.ratings[0]!.level).toBe(3);
    const versions = await world.service.db.query<
      {
        number: number;
      }[]
    >('select number from scorecard_version order by id desc limit 3');
    expect(versions.map(({ number }) => number)).toEqual([1, 2, 1]);
  });
});

describe('amending a scorecard', () => {
  const AMEND_AND_READ = `mutation ($input: AmendScorecardInput!) { amendScorecard(input: $input) {
    recommendation strengths ratings { level criterion { key } } revisions { at reason recommendation ratings { level } } } }`;
  const cardOf = async (peer: Peer, cardsFor: CardsFor) =>
    (await cardsFor(peer)).scorecards.find(({ author }) => author.id === peer.memberId)!.id;

  it('adds a version with its reason, keeps fields that are left out, and keeps what was read', async () => {
    const { ana, bo, cy, session, grade, cardsFor, end } = await aWorld();
    end();
    await bo.submits(grade(2, 'NO_HIRE', { strengths: 'Calm.' }));
    await bo.submits(grade(3, 'NO_HIRE', { strengths: 'Calm.' }));
    const scorecardId = await cardOf(bo, cardsFor);
    const early = await bo.refused(AMEND, { input: { scorecardId, reason: 'x', recommendation: 'HIRE' } });
    expect(early.extensions).toEqual({ code: 'INVALID_STATE', state: 'AWAITING_FEEDBACK' });
    await cy.submits(grade(4));
    world.service.clock.pass({ hours: 1 });
    const { amendScorecard } = await bo.ask(AMEND_AND_READ, {
      input: { scorecardId, reason: 'I mixed up two people.', recommendation: 'HIRE' },
    });
    expect(amendScorecard).toEqual({
      recommendation: 'HIRE',
      strengths: 'Calm.',
      ratings: [{ level: 3, criterion: { key: 'requirements' } }],
      // Versions that were replaced before anybody could read them are not revisions.
      revisions: [
        {
          at: '2027-04-02T12:00:00.000Z',
          reason: 'I mixed up two people.',
          recommendation: 'NO_HIRE',
          ratings: [{ level: 3 }],
        },
      ],
    });
    const READ =
      'query ($id: ID!) { session(id: $id) { version history { kind } scorecards { recommendation revisions { reason } } } }';
    const { session: seen } = await ana.ask(READ, { id: session });
    expect(seen.scorecards[0]).toEqual({ recommendation: 'HIRE', revisions: [{ reason: 'I mixed up two people.' }] });
    expect(seen.version).toBe(1);
    const criteria = { ratings: [{ criterionKey: 'requirements', level: 2, evidence: '' }], reason: '' };
    const { extensions } = await bo.refused(AMEND, { input: { scorecardId, ...criteria } });
    expect(extensions.fields!.map(({ path }) => path)).toEqual(['reason']);
    const bare = await bo.refused(AMEND, { input: { scorecardId, ...criteria, reason: 'x' } });
    expect(bare.extensions.code).toBe('INVALID_INPUT');
  });

  it("is possible only for the scorecard's author", async () => {
    const { ana, bo, cy, eli, grade, cardsFor, end } = await aWorld();
    end();
    await bo.submits(grade(1, 'STRONG_NO_HIRE'));
    await cy.submits(grade(3));
    const scorecardId = await cardOf(bo, cardsFor);
    const input = {
      scorecardId,
      reason: 'x',
      recommendation: 'HIRE',
      ratings: [{ criterionKey: 'requirements', level: 3, evidence: 'Seen.' }],
    };
    expect((await ana.refused(AMEND, { input })).extensions.code).toBe('FORBIDDEN');
    expect((await cy.refused(AMEND, { input })).extensions.code).toBe('FORBIDDEN');
    expect((await eli.refused(AMEND, { input })).extensions.code).toBe('NOT_FOUND');
    world.service.clock.pass({ hours: 1 });
    await bo.amends(input);
    expect((await cardsFor(ana)).scorecards[0]!.ratings[0]!.level).toBe(3);
  });

  it('a scorecard can be amended at most five times, even at the same instant', async () => {
    const { bo, cy, grade, cardsFor, end } = await aWorld();
    end();
    for (const peer of [bo, cy]) await peer.submits(grade(2));
    const scorecardId = await cardOf(bo, cardsFor);
    const amend = (reason: string) => ({ input: { scorecardId, reason, strengths: reason } });
    const answers = await Promise.all(
      Array.from({ length: 7 }, (_, n) => world.service.ask(AMEND, amend(`reason ${n}`), bo.token)),
    );
    const codes = answers.flatMap(({ errors }) => errors?.map(({ extensions }) => extensions.code) ?? []);
    expect(codes).toEqual(['LIMIT_REACHED', 'LIMIT_REACHED']);
    expect((await bo.refused(AMEND, amend('once more'))).message).toContain('Tell the candidate');
  });

  it('amending a scorecard three times at the same instant adds three versions', async () => {
    const { bo, cy, grade, cardsFor, end } = await aWorld();
    end();
    await bo.submits(grade(2));
    await cy.submits(grade(2));
    const scorecardId = await cardOf(bo, cardsFor);
    await Promise.all(
      ['one', 'two', 'three'].map((reason) => bo.ask(AMEND, { input: { scorecardId, reason, strengths: reason } })),
    );
    const { scorecards } = (
      await bo.ask(
        'query ($id: ID!) { node(id: $id) { ... on Scorecard { session { scorecards { id revisions { reason } } } } } }',
        { id: scorecardId },
      )
    ).node.session;
    const { revisions } = scorecards.find(({ id }) => id === scorecardId)!;
    expect(revisions.map(({ reason }) => reason).sort()).toEqual(['one', 'three', 'two']);
  });
});

describe('feedback that is blind until its release', () => {
  it('comes out when the last interviewer has submitted: the candidate reads all of it, and panel members once they have submitted', async () => {
    const { ana, bo, cy, dee, eli, organizer, grade, cardsFor, end } = await aWorld();
    end();
    await bo.submits(grade(2));
    expect(authorsOf(await cardsFor(bo))).toEqual([bo.memberId]);
    for (const peer of [ana, cy, dee, eli, organizer]) {
      expect(await cardsFor(peer)).toMatchObject({
        status: 'AWAITING_FEEDBACK',
        feedbackReleasedAt: null,
        scorecards: [],
      });
    }
    world.service.clock.pass({ minutes: 5 });
    await cy.submits(grade(4));
    const released = await cardsFor(ana);
    expect(released).toMatchObject({ status: 'COMPLETED', feedbackReleasedAt: '2027-04-02T11:05:00.000Z' });
    expect(authorsOf(released)).toEqual([bo.memberId, cy.memberId]);
    for (const peer of [bo, cy]) expect(authorsOf(await cardsFor(peer))).toHaveLength(2);
    for (const peer of [dee, eli, organizer]) expect(authorsOf(await cardsFor(peer))).toEqual([]);
    expect((await cardsFor(eli)).panel.map(({ scorecard }) => scorecard)).toEqual([null, null, null]);
  });

  it('comes out at the due time with the scorecards that are submitted; a late one comes out when it is submitted', async () => {
    const { ana, bo, cy, grade, cardsFor, end } = await aWorld();
    end();
    await bo.submits(grade(2));
    world.service.clock.set('2027-04-04T10:59:59Z');
    expect(authorsOf(await cardsFor(ana))).toEqual([]);
    world.service.clock.set('2027-04-04T11:00:00Z');
    expect(await cardsFor(ana)).toMatchObject({ status: 'COMPLETED', feedbackReleasedAt: '2027-04-04T11:00:00.000Z' });
    expect(authorsOf(await cardsFor(ana))).toEqual([bo.memberId]);
    expect(authorsOf(await cardsFor(cy))).toEqual([]);
    world.service.clock.pass({ days: 1 });
    await cy.submits(grade(3));
    expect(authorsOf(await cardsFor(ana))).toEqual([bo.memberId, cy.memberId]);
    expect((await cardsFor(ana)).feedbackReleasedAt).toBe('2027-04-04T11:00:00.000Z');
    expect((await cy.refused(SUBMIT, { input: grade(1) })).extensions.code).toBe('SCORECARD_LOCKED');
  });

  it('does not wait for absent interviewers, and does not come out when an absence is recorded', async () => {
    const { ana, bo, cy, session, grade, cardsFor, end } = await aWorld();
    end();
    const absent = { input: { sessionId: session, people: [{ memberId: cy.memberId, attendance: 'EXCUSED' }] } };
    await bo.submits(grade(2));
    for (const peer of [ana, cy]) await peer.ask(ATTEND, absent);
    expect(await cardsFor(ana)).toMatchObject({ status: 'AWAITING_FEEDBACK', scorecards: [] });
    // Submitting again does not open it either.
    await bo.submits(grade(3));
    expect((await cardsFor(ana)).feedbackReleasedAt).toBeNull();
    world.service.clock.set('2027-04-04T11:00:00Z');
    expect(await cardsFor(ana)).toMatchObject({ status: 'COMPLETED', feedbackReleasedAt: '2027-04-04T11:00:00.000Z' });

    const other = await aWorld();
    other.end();
    const people = [{ memberId: other.cy.memberId, attendance: 'EXCUSED' }];
    for (const peer of [other.ana, other.cy]) await peer.statesAttendance({ sessionId: other.session, people });
    await other.bo.submits(other.grade(2));
    expect((await other.cardsFor(other.ana)).feedbackReleasedAt).toBe('2027-04-02T11:00:00.000Z');
  });

  it('feedback cannot be opened early by calling everybody absent and then present', async () => {
    const { ana, bo, cy, session, grade, cardsFor, end } = await aWorld();
    end();
    await bo.submits(grade(2));
    const mark = (attendance: string) => ({
      input: { sessionId: session, people: [bo, cy].map(({ memberId }) => ({ memberId, attendance })) },
    });
    await ana.ask(ATTEND, mark('NO_SHOW'));
    await ana.ask(ATTEND, mark('ATTENDED'));
    expect(await cardsFor(ana)).toMatchObject({ status: 'AWAITING_FEEDBACK', scorecards: [] });
  });

  it('hides the scorecard of an interviewer who was absent by decision, and does not count it', async () => {
    const { ana, bo, cy, organizer, session, candidate, grade, cardsFor, end } = await aWorld();
    end();
    await bo.submits(grade(1, 'STRONG_NO_HIRE'));
    await organizer.statesAttendance({
      sessionId: session,
      people: [{ memberId: bo.memberId, attendance: 'NO_SHOW' }],
    });
    expect((await cardsFor(ana)).status).toBe('AWAITING_FEEDBACK');
    await cy.submits(grade(3));
    expect(authorsOf(await cardsFor(ana))).toEqual([cy.memberId]);
    expect(authorsOf(await cardsFor(bo))).toEqual([bo.memberId]);
    const { candidate: read } = await ana.ask(
      'query ($id: ID!) { candidate(id: $id) { readiness { rounds { round { key } evidenceCount } } } }',
      { id: candidate.id },
    );
    expect(read.readiness.rounds.find(({ round }) => round.key === PAIR_ROUND)!.evidenceCount).toBe(1);
  });

  it('is not released by a departure: former members owe nothing, and may still grade', async () => {
    const { ana, bo, cy, grade, cardsFor, end } = await aWorld();
    end();
    await bo.submits(grade(2));
    await cy.removes(cy.memberId);
    expect(authorsOf(await cardsFor(ana))).toEqual([]);
    await cy.submits(grade(2));
    expect(authorsOf(await cardsFor(ana))).toEqual([bo.memberId, cy.memberId]);
  });

  it("shows a shadow's scorecard to the panel, but does not count it or wait for it", async () => {
    const { ana, bo, cy, dee, grade, cardsFor, end } = await aWorld();
    end();
    await dee.submits(grade(1));
    await bo.submits(grade(3));
    expect(authorsOf(await cardsFor(dee))).toEqual([dee.memberId]);
    await cy.submits(grade(3));
    expect(authorsOf(await cardsFor(ana))).toEqual([bo.memberId, cy.memberId]);
    for (const peer of [bo, cy, dee])
      expect(authorsOf(await cardsFor(peer)).sort()).toEqual([bo.memberId, cy.memberId, dee.memberId].sort());
    const shadows = (await cardsFor(dee)).scorecards.find(({ author }) => author.id === dee.memberId);
    expect(shadows!.countsTowardsReadiness).toBe(false);
  });

  it('stays hidden on every path: no field tells anybody else that a scorecard was submitted', async () => {
    const { ana, bo, cy, dee, eli, organizer, groupId, planId, session, candidate, grade, end } = await aWorld();
    end();
    const EVERYTHING = `query ($group: ID!, $plan: ID!, $candidate: ID!, $session: ID!) {
      group(id: $group) { sessions { totalCount nodes { ...s } } }
      plan(id: $plan) { sessions(status: [AWAITING_FEEDBACK]) { totalCount nodes { ...s } } candidates { ...c } }
      candidate(id: $candidate) { ...c }
      session(id: $session) { ...s }
      viewer { sessions(from: "2027-01-01T00:00:00Z") { totalCount nodes { id status } } }
    }
    fragment c on Candidate { sessions(status: [COMPLETED]) { totalCount } loop { status sessions { id status } readiness { level rawMean evidenceCount interviewerCount lastSessionAt explanation } }
      readiness { level explanation weakestRound { key } missingEvidence { scorecards interviewers round { key } } nextBest { round { key } } rounds { level rawMean evidenceCount interviewerCount lastSessionAt explanation } } }
    fragment s on Session { id status version feedbackDueAt feedbackReleasedAt openSeats candidateAttendance history { at kind summary reason } scorecards { id } panel { id role attendance scorecard { id } } }`;
    const ids = { group: groupId, plan: planId, candidate: candidate.id, session };
    const others = [ana, cy, dee, eli, organizer];
    const before = await Promise.all(others.map((peer) => peer.ask(EVERYTHING, ids)));
    const saved = await bo.saves(grade(2));
    expect(await Promise.all(others.map((peer) => peer.ask(EVERYTHING, ids)))).toEqual(before);
    await bo.submits(grade(2));
    expect(await Promise.all(others.map((peer) => peer.ask(EVERYTHING, ids)))).toEqual(before);
    await bo.submits(grade(1));
    expect(await Promise.all(others.map((peer) => peer.ask(EVERYTHING, ids)))).toEqual(before);
    // Even a guessed id finds nothing.
    const NODE = 'query ($id: ID!) { node(id: $id) { id } }';
    const unknown = `${saved.id.slice(0, -2)}AA`;
    for (const peer of others)
      expect(await peer.refused(NODE, { id: saved.id })).toEqual(await peer.refused(NODE, { id: unknown }));
    expect((await bo.ask(NODE, { id: saved.id })).node.id).toBe(saved.id);
    // This checks the test itself: once the feedback is out, the candidate does see a change.
    await cy.submits(grade(4));
    expect(await ana.ask(EVERYTHING, ids)).not.toEqual(before[0]);
  });

  it('shows former members their own feedback, and nothing else', async () => {
    const { ana, bo, cy, session, groupId, candidate, grade, cardsFor, end } = await aWorld();
    end();
    await bo.submits(grade(3));
    await cy.submits(grade(3));
    await ana.removes(ana.memberId);
    expect(authorsOf(await cardsFor(ana))).toHaveLength(2);
    const { candidate: own } = await ana.ask(
      'query ($id: ID!) { candidate(id: $id) { readiness { rounds { evidenceCount } } } }',
      { id: candidate.id },
    );
    expect(own.readiness).not.toBeNull();
    const { session: read } = await ana.ask(
      'query ($id: ID!) { session(id: $id) { group { name members { id } plans { id } guides { id } sessions(status: [AWAITING_FEEDBACK, COMPLETED]) { totalCount } } plan { candidates { id } sessions(to: "2028-01-01T00:00:00Z") { totalCount } guide { questions { totalCount } } } } }',
      { id: session },
    );
    expect(read).toEqual({
      group: { name: 'Evening loop', members: [], plans: [], guides: [], sessions: { totalCount: 1 } },
      plan: { candidates: [], sessions: { totalCount: 1 }, guide: { questions: { totalCount: 0 } } },
    });
    expect((await ana.refused('query ($id: ID!) { group(id: $id) { id } }', { id: groupId })).extensions.code).toBe(
      'NOT_FOUND',
    );
    expect(
      (await ana.ask('{ viewer { memberships { leftAt } sessions(from: "2027-01-01T00:00:00Z") { totalCount } } }'))
        .viewer,
    ).toMatchObject({
      memberships: [{ leftAt: '2027-04-02T11:00:00.000Z' }],
      sessions: { totalCount: 1 },
    });
  });
});

describe('submitted feedback', () => {
  const CONTENT = ['scorecard_version', 'rating', 'self_assessment', 'self_rating', 'interviewer_note'];
  const PANEL = 'query ($id: ID!) { session(id: $id) { scorecards { id } panel { id member { id } note { text } } } }';

  it('is never changed: the service works with a database role that may neither update nor delete it', async () => {
    const { db, url } = world.service;
    const role = 'only_adds';
    await db.query(`
      create role ${role} login;
      grant select, insert, update, delete on all tables in schema public to ${role};
      revoke update, delete on ${CONTENT.join(', ')} from ${role};`);
    let service: TestApp | undefined;
    try {
      service = await startTestApp(url.replace(/\/\/[^@/]*@/, `//${role}@`));
      const { ana, bo, cy, session, grade, cardsFor } = await panelSession({ service, seed: seeding(service) });
      service.clock.set('2027-04-02T11:00:00Z');
      await bo.saves(grade(1));
      await bo.submits(grade(2));
      await bo.submits(grade(3));
      await ana.locksSelfAssessment({ sessionId: session, ratings: [{ criterionKey: 'requirements', level: 3 }] });
      await cy.submits(grade(4));
      const { session: read } = await ana.ask(PANEL, { id: session });
      const assignmentId = read.panel.find(({ member }) => member.id === bo.memberId)!.id;
      await ana.notes({ assignmentId, helpful: 4, text: 'Thank you.' });
      await bo.amends({ scorecardId: read.scorecards[0]!.id, reason: 'Slipped.', recommendation: 'STRONG_HIRE' });
      for (const peer of [bo, ana]) await peer.removes(peer.memberId);
      expect((await cardsFor(ana)).scorecards.map(({ revisions }) => revisions.length)).toEqual([1, 0]);
      for (const table of CONTENT) {
        await expect(service.db.query(`delete from ${table}`)).rejects.toThrow(/permission denied/);
        await expect(service.db.query(`update ${table} set group_id = group_id`)).rejects.toThrow(/permission denied/);
        expect(await db.query(`select 1 from ${table} limit 1`)).toHaveLength(1);
      }
    } finally {
      await service?.close();
      await db.query(`drop owned by ${role}; drop role ${role}`);
    }
  });
});

describe('submitting without ratings', () => {
  it('submitting without ratings submits the draft, and submitting again keeps the fields that are left out', async () => {
    const { bo, ana, cy, session, grade, end, cardsFor } = await panelSession(world);
    end();
    await bo.saves(grade(2, null, { strengths: 'Calm.' }));
    const missing = await bo.refused(SUBMIT, { input: { sessionId: session } });
    expect(missing.extensions.fields!.map(({ path }) => path)).toEqual(['recommendation']);
    await bo.submits({ sessionId: session, recommendation: 'NO_HIRE' });
    await bo.submits({ sessionId: session, recommendation: 'HIRE' });
    await cy.submits(grade(3));
    const { scorecards } = await cardsFor(ana);
    expect(scorecards[0]).toMatchObject({ recommendation: 'HIRE', strengths: 'Calm.', ratings: [{ level: 2 }] });
  });

  it('is refused if nothing was written: a scorecard needs a level, unless the verdict is NO_DECISION', async () => {
    const { bo, session, end } = await panelSession(world);
    end();
    const bare = { sessionId: session, recommendation: 'HIRE', strengths: 'Fine.' };
    const { extensions } = await bo.refused(SUBMIT, { input: bare });
    expect(extensions.fields).toMatchObject([{ path: 'ratings', found: 'none' }]);
    await bo.submits({ ...bare, recommendation: 'NO_DECISION' });
  });

  it('an author who submitted NO_DECISION cannot add levels after reading the other scorecards', async () => {
    const { bo, cy, session, grade, end, cardsFor } = await panelSession(world);
    end();
    await bo.submits({ sessionId: session, recommendation: 'NO_DECISION', strengths: 'No time.' });
    await cy.submits(grade(1));
    const own = (await cardsFor(bo)).scorecards.find(({ author }) => author.id === bo.memberId);
    const amendment = { scorecardId: own!.id, reason: 'Thought again.', recommendation: 'STRONG_HIRE' };
    const levels = { ...amendment, ratings: [{ criterionKey: 'requirements', level: 4, evidence: 'All of it.' }] };
    const { extensions } = await bo.refused(AMEND, { input: levels });
    expect(extensions.fields).toMatchObject([{ path: 'ratings[0].level' }]);
  });
});
