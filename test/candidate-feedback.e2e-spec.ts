import { panelSession } from './kit/panel-session.js';
import { LOCK_SELF, NOTE, type Peer } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

const SELF =
  'query ($id: ID!) { session(id: $id) { selfAssessment { lockedAt ratings { level criterion { key } } } } }';
const PANEL =
  'query ($id: ID!) { session(id: $id) { panel { id role member { id } note { helpful text from { id } } } } }';

async function aWorld(options: { pair?: boolean } = {}) {
  const made = await panelSession(world, options);
  const selfOf = async (peer: Peer) => (await peer.ask(SELF, { id: made.session })).session.selfAssessment;
  const self = (level: number | null, criterionKey = 'requirements') => ({
    input: { sessionId: made.session, ratings: [{ criterionKey, level }] },
  });
  const { session } = await made.ana.ask(PANEL, { id: made.session });
  const seatOf = (peer: Peer): string => session.panel.find(({ member }) => member.id === peer.memberId)!.id;
  const note = (peer: Peer, helpful = 4) => ({
    input: { assignmentId: seatOf(peer), helpful, text: 'Kind and clear.' },
  });
  const noteSeenBy = async (peer: Peer, about: Peer) =>
    (await peer.ask(PANEL, { id: made.session })).session.panel.find(({ member }) => member.id === about.memberId)!
      .note;
  return { ...made, selfOf, self, note, noteSeenBy };
}

describe('a self-assessment', () => {
  it('is locked before the feedback comes out, and comes out with it', async () => {
    const { ana, bo, cy, dee, eli, organizer, grade, end, self, selfOf } = await aWorld();
    end();
    const { lockSelfAssessment } = await ana.ask(LOCK_SELF, self(3));
    expect(lockSelfAssessment.selfAssessment).toEqual({
      lockedAt: '2027-04-02T11:00:00.000Z',
      ratings: [{ level: 3, evidence: '', criterion: { key: 'requirements' } }],
    });
    await bo.submits(grade(2));
    for (const peer of [bo, cy, dee, eli, organizer]) expect(await selfOf(peer)).toBeNull();
    await cy.submits(grade(2));
    for (const peer of [ana, bo, cy]) expect((await selfOf(peer)).ratings[0]!.level).toBe(3);
    for (const peer of [dee, eli, organizer]) expect(await selfOf(peer)).toBeNull();
  });

  it('is hidden from interviewers who still have to grade or were absent', async () => {
    const { ana, bo, cy, session, grade, end, self, selfOf } = await aWorld();
    end();
    await ana.ask(LOCK_SELF, self(3));
    await bo.submits(grade(2));
    world.service.clock.set('2027-04-04T11:00:00Z');
    expect(await selfOf(bo)).not.toBeNull();
    expect(await selfOf(cy)).toBeNull();
    await cy.submits(grade(2));
    expect(await selfOf(cy)).not.toBeNull();

    const other = await aWorld();
    other.end();
    await other.ana.ask(LOCK_SELF, other.self(3));
    const people = [{ memberId: other.cy.memberId, attendance: 'NO_SHOW' }];
    await other.organizer.statesAttendance({ sessionId: other.session, people });
    await other.bo.submits(other.grade(2));
    expect(await other.selfOf(other.bo)).not.toBeNull();
    expect(await other.selfOf(other.cy)).toBeNull();
    expect(session).not.toBe(other.session);
  });

  it('is possible once, for the candidate, from the end of a session that took place until its feedback is out', async () => {
    const { ana, bo, cy, organizer, session, grade, end, self, selfOf } = await aWorld();
    expect((await ana.refused(LOCK_SELF, self(3))).extensions).toEqual({ code: 'INVALID_STATE', state: 'SCHEDULED' });
    end();
    for (const peer of [bo, cy]) expect((await peer.refused(LOCK_SELF, self(3))).extensions.code).toBe('FORBIDDEN');
    const stranger = await world.seed.person('Stranger');
    expect((await stranger.refused(LOCK_SELF, self(3))).extensions.code).toBe('NOT_FOUND');
    for (const [input, path] of [
      [self(5), 'ratings[0].level'],
      [self(2.5), 'ratings[0].level'],
      [self(3, 'charm'), 'ratings[0].criterionKey'],
      [self(null), 'ratings'],
      [{ input: { sessionId: 'ses_x', ratings: [] } }, 'sessionId'],
    ] as const) {
      const { extensions } = await ana.refused(LOCK_SELF, input);
      expect([extensions.code, extensions.fields?.[0]?.path]).toEqual(['INVALID_INPUT', path]);
    }
    await organizer.statesAttendance({
      sessionId: session,
      people: [bo, cy].map(({ memberId }) => ({ memberId, attendance: 'NO_SHOW' })),
    });
    expect((await ana.refused(LOCK_SELF, self(3))).extensions).toEqual({ code: 'INVALID_STATE', state: 'NOT_HELD' });
    await organizer.statesAttendance({
      sessionId: session,
      people: [bo, cy].map(({ memberId }) => ({ memberId, attendance: 'ATTENDED' })),
    });
    const answers = await Promise.all([1, 2, 3].map((level) => world.service.ask(LOCK_SELF, self(level), ana.token)));
    expect(answers.map(({ errors }) => errors?.[0]?.extensions.code ?? 'LOCKED').toSorted()).toEqual([
      'ALREADY_EXISTS',
      'ALREADY_EXISTS',
      'LOCKED',
    ]);
    const locked = await selfOf(ana);
    for (const peer of [bo, cy]) await peer.submits(grade(2));
    expect((await ana.refused(LOCK_SELF, self(1))).extensions).toEqual({ code: 'INVALID_STATE', state: 'COMPLETED' });
    expect(await selfOf(ana)).toEqual(locked);

    const cancelled = await aWorld();
    const input = { sessionId: cancelled.session, reason: 'x', expectedVersion: 1 };
    await cancelled.ana.cancels(input);
    cancelled.end();
    expect((await cancelled.ana.refused(LOCK_SELF, cancelled.self(3))).extensions.state).toBe('CANCELLED');
  });
});

describe('a note to an interviewer', () => {
  it('is written after the release, and only that interviewer and its author can read it', async () => {
    const { ana, bo, cy, dee, eli, organizer, grade, end, note, noteSeenBy } = await aWorld();
    end();
    await bo.submits(grade(2));
    expect((await ana.refused(NOTE, note(bo))).extensions).toEqual({
      code: 'INVALID_STATE',
      state: 'AWAITING_FEEDBACK',
    });
    await cy.submits(grade(2));
    const { noteInterviewer } = await ana.ask(NOTE, note(bo));
    const at = '2027-04-02T11:00:00.000Z';
    expect(noteInterviewer.note).toEqual({ helpful: 4, text: 'Kind and clear.', at, from: { id: ana.memberId } });
    for (const peer of [ana, bo]) expect((await noteSeenBy(peer, bo)).text).toBe('Kind and clear.');
    for (const peer of [cy, dee, eli, organizer]) expect(await noteSeenBy(peer, bo)).toBeNull();
    expect(await noteSeenBy(cy, cy)).toBeNull();
  });

  it('is hidden from an interviewer who still has to grade', async () => {
    const { ana, bo, cy, grade, end, note, noteSeenBy } = await aWorld();
    end();
    await bo.submits(grade(2));
    world.service.clock.set('2027-04-04T11:00:00Z');
    await ana.ask(NOTE, note(cy));
    expect((await noteSeenBy(ana, cy)).text).toBe('Kind and clear.');
    expect(await noteSeenBy(cy, cy)).toBeNull();
    await cy.submits(grade(2));
    expect((await noteSeenBy(cy, cy)).text).toBe('Kind and clear.');
  });

  it('can be written once, by the candidate, to an interviewer who was there', async () => {
    const { ana, bo, cy, dee, organizer, session, grade, end, note } = await aWorld();
    end();
    await organizer.statesAttendance({
      sessionId: session,
      people: [{ memberId: cy.memberId, attendance: 'EXCUSED' }],
    });
    await bo.submits(grade(2));
    expect((await bo.refused(NOTE, note(bo))).extensions.code).toBe('FORBIDDEN');
    const stranger = await world.seed.person('Stranger');
    expect((await stranger.refused(NOTE, note(bo))).extensions.code).toBe('NOT_FOUND');
    for (const [input, path] of [
      [note(bo, 0), 'helpful'],
      [note(bo, 5), 'helpful'],
      [note(cy), 'assignmentId'],
      [note(dee), 'assignmentId'],
      [{ input: { assignmentId: session, helpful: 1 } }, 'assignmentId'],
    ] as const) {
      const { extensions } = await ana.refused(NOTE, input);
      expect([extensions.code, extensions.fields?.[0]?.path]).toEqual(['INVALID_INPUT', path]);
    }
    const answers = await Promise.all([1, 2, 3].map(() => world.service.ask(NOTE, note(bo), ana.token)));
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
    expect((await ana.refused(NOTE, note(bo))).extensions.code).toBe('ALREADY_EXISTS');
  });
});
