import {
  buildSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { readFileSync } from 'node:fs';
import { LOCK_SELF, PAIR_ROUND, SAVE, seat, SUBMIT, type Peer, type Someone } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

const ROUND = `level estimate low90 high90 probabilityMeetsBar rawMean interviewerEffect evidenceCount interviewerCount
  lastSessionAt trend chanceNextMockMeetsBar explanation`;
const NEXT = 'nextBest { reason gain round { key } competency { key } }';
const READINESS = `level probability bar forDate asOf modelVersion explanation selfAssessmentBias weakestRound { key }
  weakestCompetency { key } missingEvidence { scorecards interviewers } ${NEXT} rounds { ${ROUND} }` as const;

/** Every path of the schema that leads to feedback. */
const EVERYTHING = `query ($session: ID!, $card: ID!, $candidate: ID!, $plan: ID!, $group: ID!, $today: LocalDate!) {
  session(id: $session) { ...Feedback history { summary reason } candidate { readiness { ${READINESS} } } loopRound { status readiness { ${ROUND} } } }
  node(id: $card) { id ...Card }
  candidate(id: $candidate) { readiness { ${READINESS} } readinessHistory(from: "2027-03-30", to: $today, everyDays: 1) { ${READINESS} }
    sessions { totalCount nodes { ...Feedback } } loop { sessions { ...Feedback } } }
  plan(id: $plan) { readinessBoard { asOf modelVersion rows { level probability ${NEXT} cells { ${ROUND} } } } sessions { nodes { ...Feedback } } }
  group(id: $group) { calibration { scorecards severity low90 high90 agreement } overdueFeedback { member { id } ...Seat } sessions { nodes { ...Feedback } } }
  viewer { attention { id kind since dueAt text session { ...Feedback } } sessions(from: "2027-01-01T00:00:00Z") { nodes { ...Feedback } } }
  exportMyData
}
fragment Feedback on Session { status feedbackReleasedAt scorecards { ...Card } selfAssessment { lockedAt ratings { level evidence } } panel { ...Seat } }
fragment Seat on Assignment { attendance scorecard { ...Card } note { helpful text at } }
fragment Card on Scorecard { id status countsTowardsReadiness recommendation strengths growthAreas submittedAt ratings { level evidence }
  revisions { at reason recommendation strengths growthAreas ratings { evidence } } }` as const;

/** Types that show feedback on a person, or anything derived from feedback. */
const TELLING = [
  'Scorecard',
  'CriterionRating',
  'ScorecardRevision',
  'SelfAssessment',
  'InterviewerNote',
  'AttentionItem',
  'LoopReadiness',
  'RoundReadiness',
  'MissingEvidence',
  'NextBest',
  'ReadinessBoard',
  'ReadinessBoardRow',
  'CalibrationLine',
];

type Actors = Record<string, Pick<Someone, 'token'> | null>;

/**
 * Ana is the candidate, Bo the lead, Cy the co-interviewer. Dee and Fay shadow: Dee grades, Fay does not. Eli is another member of the
 * group, Gus has left it, and Olga organizes it. The outsider organizes another group, and nobody is a visitor without a token.
 */
async function aWorld() {
  world.service.clock.set('2027-04-01T09:00:00Z');
  const made = await world.seed.plan({ members: 7, targetDate: '2027-05-15' });
  const [ana, bo, cy, dee, eli, fay, gus] = made.members as [Peer, Peer, Peer, Peer, Peer, Peer, Peer];
  const other = await world.seed.group({ members: 0 });
  const panel = [seat(bo), seat(cy, 'CO_INTERVIEWER'), seat(dee, 'SHADOW'), seat(fay, 'SHADOW')];
  const input = { candidateId: made.candidate.id, roundId: made.rounds.get(PAIR_ROUND), panel, overrideReason: 'x' };
  const scheduleSession = await made.organizer.schedules({ ...input, startsAt: '2027-04-02T10:00:00Z' });
  const session = scheduleSession.id;
  await made.organizer.removes(gus.memberId);
  const actors: Actors = {
    ana,
    bo,
    cy,
    dee,
    eli,
    fay,
    gus,
    olga: made.organizer,
    outsider: other.organizer,
    nobody: null,
  };
  const ids = { session, card: session, candidate: made.candidate.id, plan: made.planId, group: made.groupId };
  const answerFor = async (name: string): Promise<string> => {
    const today = world.service.clock.now().toISOString().slice(0, 10);
    const answer = await world.service.ask(EVERYTHING, { ...ids, today }, actors[name]?.token);
    answer.errors?.sort((a, b) => String(a.path).localeCompare(String(b.path)));
    return JSON.stringify(answer);
  };
  /** For each text, the actors who find it in the raw answer to everything that they may ask. */
  const readersOf = async (...secrets: string[]) => {
    const readers = new Map(secrets.map((secret) => [secret, [] as string[]]));
    for (const name of Object.keys(actors)) {
      const answer = await answerFor(name);
      for (const secret of secrets) if (answer.includes(secret)) readers.get(secret)!.push(name);
    }
    return Object.fromEntries(readers);
  };
  const words = (secret: string, level = 3) => ({
    sessionId: session,
    recommendation: 'HIRE',
    strengths: `${secret} in strengths`,
    ratings: [{ criterionKey: 'requirements', level, evidence: `${secret} in evidence` }],
  });
  const keep = async (peer: Peer, secret: string) => (await peer.saves(words(secret))).id;
  const submit = (peer: Peer, secret: string, level?: number) => peer.ask(SUBMIT, { input: words(secret, level) });
  return {
    ...made,
    ana,
    bo,
    cy,
    dee,
    eli,
    fay,
    gus,
    session,
    ids,
    actors,
    answerFor,
    readersOf,
    keep,
    submit,
  };
}

describe('who reads what, state by state', () => {
  it('is tested with every field of the schema that shows feedback, on every path to the field', () => {
    const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
    const types = Object.values(schema.getTypeMap()).filter(isObjectType);
    const telling = types
      .filter(({ name }) => name !== 'Mutation')
      .flatMap((type) =>
        Object.values(type.getFields())
          .filter(({ type: of }) => {
            const named = getNamedType(of);
            return TELLING.includes(named.name) || (TELLING.includes(type.name) && isLeafType(named));
          })
          .map((field) => `${type.name}.${field.name}`),
      );
    const asked = new Set<string>();
    const info = new TypeInfo(schema);
    visit(
      parse(EVERYTHING),
      visitWithTypeInfo(info, { Field: ({ name }) => void asked.add(`${info.getParentType()!.name}.${name.value}`) }),
    );
    expect(TELLING.filter((name) => !types.some((type) => type.name === name))).toEqual([]);
    expect(telling.length).toBeGreaterThan(50);
    expect(telling.filter((coordinate) => !asked.has(coordinate))).toEqual([]);
  });

  it('nobody can write before the session', async () => {
    const { ana, bo, cy, dee, session, actors, answerFor } = await aWorld();
    const sitting = [bo, cy, dee];
    for (const peer of sitting)
      expect((await peer.refused(SAVE, { input: { sessionId: session, ratings: [] } })).extensions.state).toBe(
        'SCHEDULED',
      );
    expect(
      (
        await ana.refused(LOCK_SELF, {
          input: { sessionId: session, ratings: [{ criterionKey: 'requirements', level: 3 }] },
        })
      ).extensions.state,
    ).toBe('SCHEDULED');
    for (const name of Object.keys(actors)) expect(await answerFor(name)).not.toMatch(/"evidence"|"lockedAt"/);
  });

  it('only the author reads drafts and scorecards, and after the release also the candidate and panel members who have graded', async () => {
    const { ana, bo, cy, dee, session, ids, readersOf, keep, submit } = await aWorld();
    world.service.clock.set('2027-04-02T11:00:00Z');
    ids.card = await keep(bo, 'bo-draft');
    await keep(cy, 'cy-draft');
    await keep(dee, 'dee-draft');
    const ratings = [{ criterionKey: 'requirements', level: 4, evidence: 'ana-self' }];
    await ana.locksSelfAssessment({ sessionId: session, ratings });
    expect(await readersOf('bo-draft', 'cy-draft', 'dee-draft', 'ana-self')).toEqual({
      'bo-draft': ['bo'],
      'cy-draft': ['cy'],
      'dee-draft': ['dee'],
      'ana-self': ['ana'],
    });

    // Bo has submitted twice and Dee once, and nothing is released yet.
    await submit(bo, 'bo-first');
    await submit(bo, 'bo-second');
    await submit(dee, 'dee-card');
    const secrets = ['bo-draft', 'bo-first', 'bo-second', 'cy-draft', 'dee-card', 'ana-self'];
    expect(await readersOf(...secrets)).toEqual({
      'bo-draft': [],
      'bo-first': ['bo'],
      'bo-second': ['bo'],
      'cy-draft': ['cy'],
      'dee-card': ['dee'],
      'ana-self': ['ana'],
    });

    // At the due time, the submitted scorecards are out. Members who still have to grade, or who only watch, read nothing.
    world.service.clock.set('2027-04-04T11:00:00Z');
    expect(await readersOf(...secrets)).toEqual({
      'bo-draft': [],
      'bo-first': ['bo'],
      'bo-second': ['ana', 'bo', 'dee'],
      'cy-draft': ['cy'],
      'dee-card': ['bo', 'dee'],
      'ana-self': ['ana', 'bo', 'dee'],
    });

    // A late scorecard is out when it is submitted, and its author reads the others' from then on.
    await submit(cy, 'cy-card');
    expect(await readersOf(...secrets, 'cy-card')).toEqual({
      'bo-draft': [],
      'bo-first': ['bo'],
      'bo-second': ['ana', 'bo', 'cy', 'dee'],
      'cy-draft': [],
      'dee-card': ['bo', 'cy', 'dee'],
      'ana-self': ['ana', 'bo', 'cy', 'dee'],
      'cy-card': ['ana', 'bo', 'cy', 'dee'],
    });
  });

  it('the readers of a scorecard also read its amendments, and go on reading after they have left', async () => {
    const { ana, bo, cy, dee, session, ids, readersOf, keep, submit } = await aWorld();
    world.service.clock.set('2027-04-02T11:00:00Z');
    ids.card = await keep(bo, 'bo-draft');
    await submit(bo, 'bo-first');
    await submit(bo, 'bo-second');
    await submit(dee, 'dee-card');
    await submit(cy, 'cy-card');

    // After an amendment, the same readers see both versions. Only Bo and Ana see the note to Bo.
    world.service.clock.pass({ hours: 1 });
    await bo.amends({ scorecardId: ids.card, reason: 'bo-reason', strengths: 'bo-third' });
    const { session: read } = await ana.ask('query ($id: ID!) { session(id: $id) { panel { id member { id } } } }', {
      id: session,
    });
    const assignmentId = read.panel.find(({ member }) => member.id === bo.memberId)!.id;
    await ana.notes({ assignmentId, helpful: 1, text: 'ana-note' });
    const graders = ['ana', 'bo', 'cy', 'dee'];
    const late = ['bo-first', 'bo-second', 'bo-third', 'bo-reason', 'ana-note'];
    const final = {
      'bo-first': ['bo'],
      'bo-second': graders,
      'bo-third': graders,
      'bo-reason': graders,
      'ana-note': ['ana', 'bo'],
    };
    expect(await readersOf(...late)).toEqual(final);

    // Members who leave can still read the sessions in which they took part.
    for (const peer of [ana, bo]) await peer.removes(peer.memberId);
    expect(await readersOf(...late)).toEqual(final);
  });

  it('only the author reads a scorecard of a session that turns out not to have been held', async () => {
    const { ana, bo, dee, organizer, session, ids, answerFor, readersOf, keep, submit } = await aWorld();
    world.service.clock.set('2027-04-02T11:00:00Z');
    ids.card = await keep(bo, 'bo-draft');
    await submit(bo, 'bo-card');
    await submit(dee, 'dee-card');
    const ratings = [{ criterionKey: 'requirements', level: 4, evidence: 'ana-self' }];
    await ana.locksSelfAssessment({ sessionId: session, ratings });
    await organizer.statesAttendance({
      sessionId: session,
      people: [{ memberId: ana.memberId, attendance: 'NO_SHOW' }],
    });
    world.service.clock.set('2027-04-05T11:00:00Z');
    expect(await answerFor('ana')).not.toMatch(/"evidenceCount":[1-9]/);
    expect(await readersOf('bo-card', 'dee-card', 'ana-self')).toEqual({
      'bo-card': ['bo'],
      'dee-card': ['dee'],
      'ana-self': ['ana'],
    });
  });
});

describe('aggregates', () => {
  it('do not change for any viewer through feedback that is not out: counts, levels, board, calibration, history, what is owed', async () => {
    const { ana, bo, dee, session, actors, answerFor, submit } = await aWorld();
    world.service.clock.set('2027-04-02T11:00:00Z');
    const names = Object.keys(actors);
    const before = new Map<string, string>();
    const others = (except: string[]) => names.filter((name) => !except.includes(name));
    const without = (answer: string) =>
      answer
        .replace(/"requestId":"[^"]*"/g, '')
        .replace(/"exportedAt[^,]*,/g, '')
        .replace(/lastUsedAt[^}]*}/g, '');
    for (const name of names) before.set(name, without(await answerFor(name)));
    await submit(bo, 'bo-card', 1);
    await submit(dee, 'dee-card', 1);
    const ratings = [{ criterionKey: 'requirements', level: 4 }];
    await ana.locksSelfAssessment({ sessionId: session, ratings });
    for (const name of others(['ana', 'bo', 'dee']))
      expect([name, without(await answerFor(name))]).toEqual([name, before.get(name)]);
    // Ana sees what she locked, and nothing else that is new.
    const own = without(await answerFor('ana'));
    expect(own).not.toBe(before.get('ana'));
    expect(own).not.toMatch(/bo-card|dee-card|"evidenceCount":[1-9]/);
  });

  it('do not count shadows, even once the feedback is out', async () => {
    const { ana, bo, cy, dee, candidate, submit } = await aWorld();
    world.service.clock.set('2027-04-02T11:00:00Z');
    await submit(dee, 'dee-card', 1);
    for (const peer of [bo, cy]) await submit(peer, 'card', 4);
    const { candidate: read } = await ana.ask(
      'query ($id: ID!) { candidate(id: $id) { readiness { rounds { round { key } evidenceCount interviewerCount } } } }',
      { id: candidate.id },
    );
    expect(read.readiness.rounds.find(({ round }) => round.key === PAIR_ROUND)).toMatchObject({
      evidenceCount: 2,
      interviewerCount: 2,
    });
  });
});
