import { readFileSync } from 'node:fs';
import { answer, type ConformanceFile } from '../bench/conformance.js';
import { R1 } from '../src/readiness/model/parameters.js';
import { startTestApp } from './kit/app.js';
import { gradedGroup } from './kit/graded-group.js';
import { panelSession } from './kit/panel-session.js';
import { GUIDE, LOCK_SELF, seat, type Peer, SHARE } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

const ROUND = `round { key } level estimate low90 high90 probabilityMeetsBar rawMean interviewerEffect evidenceCount
  interviewerCount lastSessionAt trend chanceNextMockMeetsBar explanation`;
const LOOP = `level probability bar forDate asOf modelVersion explanation selfAssessmentBias weakestRound { key }
  weakestCompetency { key } missingEvidence { round { key } scorecards interviewers }
  nextBest { round { key } reason gain competency { key } topics { key } } rounds { ${ROUND} }` as const;
const READ = `query ($id: ID!, $asOf: DateTime) { candidate(id: $id) { readiness(asOf: $asOf) { ${LOOP} } } }` as const;
const HISTORY = `query ($id: ID!, $from: LocalDate!, $to: LocalDate!, $days: Int) {
  candidate(id: $id) { readinessHistory(from: $from, to: $to, everyDays: $days) { ${LOOP} } } }` as const;
const SKIP = 'mutation ($input: UpdateLoopRoundInput!) { updateLoopRound(input: $input) { included } }';
const BAR = 'mutation ($input: UpdatePlanInput!) { updatePlan(input: $input) { bar } }';

const readinessOf = async (peer: Peer, id: string, asOf: string | null = null) =>
  (await peer.ask(READ, { id, asOf })).candidate.readiness;
const inRound = (readiness: Awaited<ReturnType<typeof readinessOf>>, key: string) =>
  readiness.rounds.find(({ round }) => round.key === key)!;

const tenths = (value: number) => Math.round(value * 10) / 10;
const percents = (value: number) => Math.round(value * 100) / 100;

/** Leaves only these rounds in a candidate's loop. */
async function keepOnly(peer: Peer, candidateId: string, keys: string[]) {
  const { candidate } = await peer.ask('query ($id: ID!) { candidate(id: $id) { loop { id round { key } } } }', {
    id: candidateId,
  });
  for (const { id, round } of candidate.loop)
    if (!keys.includes(round.key)) await peer.ask(SKIP, { input: { loopRoundId: id, included: false } });
}

/** What the model computes from a group's scorecards, in the format of a conformance file. */
async function modelOf(group: Awaited<ReturnType<typeof gradedGroup>>, target: string) {
  const ask = `query ($id: ID!) { session(id: $id) { startsAt round { key criteria { key weight competency { key } } }
    scorecards { author { id } recommendation ratings { level criterion { key } } } } }`;
  const q: Record<string, number> = { STRONG_NO_HIRE: 1, NO_HIRE: 2, HIRE: 3, STRONG_HIRE: 4 };
  const scorecards: ConformanceFile['input']['scorecards'] = [];
  for (const { sessionId, candidate } of group.mocks) {
    const { session } = await candidate.ask(ask, { id: sessionId });
    for (const { author, recommendation, ratings } of session.scorecards) {
      const scoreOf = (key: string) => ratings.find(({ criterion }) => criterion.key === key)?.level ?? null;
      scorecards.push({
        candidate: candidate.memberId,
        interviewer: author.id,
        round: session.round.key,
        session: sessionId,
        at: session.startsAt,
        recommendation: q[recommendation] ?? null,
        criteria: session.round.criteria.map(({ key, weight, competency }) => ({
          competency: competency.key,
          weight,
          score: scoreOf(key),
        })),
      });
    }
  }
  const { plan } = await group.organizer.ask(
    'query ($id: ID!) { plan(id: $id) { guide { grace rounds { key weight } } } }',
    { id: group.planId },
  );
  const rounds = plan.guide.rounds.filter(({ key }) => ['coding', 'behavioral'].includes(key));
  const input = {
    params: { ...R1, grace: plan.guide.grace },
    now: '2027-04-02T00:00:00Z',
    target,
    rounds: rounds.map(({ key }) => key),
    candidates: group.members.map(({ memberId }) => memberId),
    weights: Object.fromEntries(rounds.map(({ key, weight }) => [key, weight])),
    scorecards,
  };
  return answer({ name: 'group', input: input });
}

describe('the readiness of a candidate', () => {
  it('is what the model computes from the group’s released scorecards, rounded', async () => {
    const group = await gradedGroup(world);
    const { expected, derived } = await modelOf(group, '2027-05-16T00:00:00Z');
    const levels = new Set<string>();
    for (const [n, peer] of group.members.entries()) {
      await keepOnly(peer, group.candidates[n]!, ['coding', 'behavioral']);
      const readiness = await readinessOf(peer, group.candidates[n]!);
      const [theirs, more] = [expected.candidates[peer.memberId]!, derived[peer.memberId]!];
      expect(readiness).toMatchObject({ modelVersion: 'r1', bar: 3, forDate: '2027-05-15', level: more.loopLabel });
      for (const round of readiness.rounds) {
        const { mean, lo90, hi90, pBar } = theirs.rounds[round.round.key]!;
        const { label, evidenceCount, interviewerCount, rawMean, trend } = more.rounds[round.round.key]!;
        expect(round).toMatchObject({ level: label, evidenceCount, interviewerCount });
        levels.add(label);
        if (round.level === 'NOT_ENOUGH_EVIDENCE') continue;
        expect(round.estimate).toBe(tenths(Math.min(4, Math.max(1, mean))));
        expect(round.low90).toBe(tenths(Math.max(1, lo90)));
        expect(round.high90).toBe(tenths(Math.min(4, hi90)));
        expect(round.probabilityMeetsBar).toBe(percents(pBar));
        expect([round.rawMean, round.trend]).toEqual([tenths(rawMean!), trend]);
        expect(round.explanation).toContain(`about ${round.estimate.toFixed(1)} (${round.low90.toFixed(1)} to`);
      }
      if (readiness.level !== 'NOT_ENOUGH_EVIDENCE') expect(readiness.probability).toBe(percents(theirs.pLoop));
      expect(readiness.nextBest).toMatchObject({ round: { key: more.nextBest!.round }, reason: more.nextBest!.reason });
      expect(readiness.weakestCompetency?.key ?? null).toBe(more.competencies.weakest ?? null);
    }
    expect(levels.size).toBeGreaterThan(1);
  });

  it('uses the bar of the plan, and the date of the real interview once it is known', async () => {
    const { organizer, planId, candidates, members } = await gradedGroup(world, { mocks: 40 });
    const [ana] = members as [Peer];
    const before = inRound(await readinessOf(ana, candidates[0]!), 'coding');
    await organizer.ask(BAR, { input: { planId, bar: 1.5 } });
    const after = await readinessOf(ana, candidates[0]!);
    expect([inRound(after, 'coding').level, after.bar]).toEqual(['READY', 1.5]);
    expect(inRound(after, 'coding').estimate).toBe(before.estimate);
    const { candidate } = await ana.ask('query ($id: ID!) { candidate(id: $id) { loop { id round { key } } } }', {
      id: candidates[0]!,
    });
    const { id: loopRoundId } = candidate.loop.find(({ round }) => round.key === 'coding')!;
    await ana.updatesRound({ loopRoundId, realInterviewOn: '2027-04-10' });
    const soon = await readinessOf(ana, candidates[0]!);
    expect(inRound(soon, 'coding').explanation).toContain('on 10 April');
    expect(inRound(soon, 'behavioral').explanation).toContain('on 15 May');
  });

  it('counts scorecards and self-assessments from another plan and another edition of the same guide', async () => {
    const { ana, bo, cy, organizer, groupId, candidate, rounds } = await panelSession(world);
    for (const [n, peer] of [bo, cy, bo, cy].entries()) {
      const input = { candidateId: candidate.id, roundId: rounds.get('coding'), panel: [seat(peer)] };
      const logSession = await peer.logs({ ...input, startsAt: `2027-03-2${n}T10:00:00Z` });
      const rating = { criterionKey: 'approach', level: 2, evidence: 'x' };
      if (n > 0) await ana.locksSelfAssessment({ sessionId: logSession.id, ratings: [{ ...rating, level: 3 }] });
      await peer.submits({ sessionId: logSession.id, recommendation: 'HIRE', ratings: [rating] });
    }
    const { importGuide } = await organizer.ask(
      'mutation ($input: ImportGuideInput!) { importGuide(input: $input) { id edition } }',
      { input: { groupId, libraryKey: 'sony-machine-learning-engineer' } },
    );
    expect(importGuide.edition).toBe(2);
    const createPlan = await organizer.createsPlan({
      groupId,
      guideId: importGuide.id,
      title: 'Again',
      startsOn: '2027-04-01',
    });
    const again = await world.seed.enroll(ana, createPlan.id, '2027-05-15');
    const [old, fresh] = [await readinessOf(ana, candidate.id), await readinessOf(ana, again.id)];
    expect(inRound(fresh, 'coding')).toEqual(inRound(old, 'coding'));
    expect(inRound(fresh, 'coding').evidenceCount).toBe(4);
    expect(fresh.selfAssessmentBias).toBe(1);
    const others = await readinessOf(bo, again.id);
    expect(others.selfAssessmentBias).toBeNull();
  });
});

describe('the past', () => {
  it('is shown as it was known then, and does not change: scorecards, versions, and releases by the clock', async () => {
    const group = await gradedGroup(world, { mocks: 30 });
    const [ana, bo] = group.members as [Peer, Peer];
    const id = group.candidates[0]!;
    const instants = ['2027-04-01T09:00:00Z'];
    const remembered = [await readinessOf(ana, id)];
    const remember = async () => {
      instants.push(world.service.clock.now().toISOString());
      remembered.push(await readinessOf(ana, id));
    };
    world.service.clock.pass({ hours: 3 });
    const { sessionId } = await group.mock(0, [bo], 'coding', '2027-03-31T10:00:00Z', () => 1, 'STRONG_NO_HIRE');
    await remember();
    // On the next day, only the date is different.
    world.service.clock.pass({ days: 1 });
    await remember();
    world.service.clock.pass({ hours: 1 });
    const { session } = await bo.ask('query ($id: ID!) { session(id: $id) { scorecards { id } } }', {
      id: sessionId,
    });
    const input = { scorecardId: session.scorecards[0]!.id, reason: 'Mixed up.', recommendation: 'STRONG_HIRE' };
    const ratings = [{ criterionKey: 'approach', level: 4, evidence: 'x' }];
    await bo.amends({ ...input, ratings });
    await remember();
    // Only one scorecard of a panel of two is submitted. It comes out when the feedback is due.
    const pair = { candidateId: id, roundId: group.rounds.get('ml-system-design'), startsAt: '2027-04-01T10:00:00Z' };
    const logSession = await bo.logs({ ...pair, panel: [seat(bo), seat(group.members[2]!, 'CO_INTERVIEWER')] });
    const words = { recommendation: 'HIRE', ratings: [{ criterionKey: 'requirements', level: 3, evidence: 'x' }] };
    await bo.submits({ sessionId: logSession.id, ...words });
    world.service.clock.pass({ hours: 47 });
    await remember();
    world.service.clock.pass({ hours: 1 });
    await remember();
    world.service.clock.pass({ minutes: 1 });
    await group.members[2]!.submits({ sessionId: logSession.id, ...words });
    await remember();
    // The bar changes, and later rounds are left out. Neither changes the past.
    world.service.clock.pass({ hours: 1 });
    await group.organizer.ask(BAR, { input: { planId: group.planId, bar: 2.2 } });
    await remember();
    world.service.clock.pass({ hours: 1 });
    await keepOnly(ana, id, ['coding', 'ml-system-design']);
    await remember();
    world.service.clock.pass({ days: 2 });
    for (const [n, instant] of instants.entries()) expect(await readinessOf(ana, id, instant)).toEqual(remembered[n]);
    expect(remembered.map(({ bar, rounds }) => [bar, rounds.length]).slice(-3)).toEqual([
      [3, 7],
      [2.2, 7],
      [2.2, 2],
    ]);
    const counts = remembered.map((each) => inRound(each, 'ml-system-design').evidenceCount);
    expect(counts).toEqual([0, 0, 0, 0, 0, 1, 2, 2, 2]);
    expect(inRound(remembered[3]!, 'coding').rawMean).toBeGreaterThan(inRound(remembered[2]!, 'coding').rawMean);
    expect((await ana.refused(READ, { id, asOf: '2027-06-01T10:00:00Z' })).extensions.code).toBe('INVALID_INPUT');
    expect(await readinessOf(bo, id, instants[1])).toBeNull();
  });

  it('a past readiness uses the bar and the rounds of that time, however often they changed and whichever process changed them', async () => {
    const { ana, organizer, planId, candidate } = await panelSession(world);
    const late = await startTestApp(world.service.url);
    try {
      const at = (instant: string) =>
        readinessOf(ana, candidate.id, instant).then(({ bar, rounds }) => [bar, rounds.length]);
      await organizer.ask(BAR, { input: { planId, bar: 3.3 } });
      // The bar can change only once a day, because levels under many bars would reveal the numbers.
      expect((await organizer.refused(BAR, { input: { planId, bar: 3.2 } })).extensions.code).toBe('LIMIT_REACHED');
      await organizer.ask(BAR, { input: { planId, bar: 3.3 } });
      late.clock.set('2027-04-02T09:00:00Z');
      await late.ask(BAR, { input: { planId, bar: 3.1 } }, organizer.token);
      world.service.clock.pass({ days: 1, hours: 1 });
      await keepOnly(ana, candidate.id, ['coding']);
      world.service.clock.pass({ hours: 1 });
      const { candidate: read } = await ana.ask('query ($id: ID!) { candidate(id: $id) { loop { id included } } }', {
        id: candidate.id,
      });
      for (const { id, included } of read.loop)
        if (!included) await ana.ask(SKIP, { input: { loopRoundId: id, included: true } });
      world.service.clock.set('2027-04-03T09:00:00Z');
      await organizer.ask(BAR, { input: { planId, bar: 2 } });
      world.service.clock.pass({ hours: 1 });
      expect(await at('2027-03-20T09:00:00Z')).toEqual([3, 7]);
      expect(await at('2027-04-01T09:30:00Z')).toEqual([3.3, 7]);
      expect(await at('2027-04-02T09:30:00Z')).toEqual([3.1, 7]);
      expect(await at('2027-04-02T10:30:00Z')).toEqual([3.1, 1]);
      expect(await at('2027-04-03T09:30:00Z')).toEqual([2, 7]);
    } finally {
      await late.close();
    }
  });

  it('is also available as a curve, for the candidate alone', async () => {
    const { members, candidates } = await gradedGroup(world, { mocks: 30 });
    const [ana, bo] = members as [Peer, Peer];
    const id = candidates[0]!;
    const span = { id, from: '2027-03-18', to: '2027-04-01' };
    world.service.clock.set('2027-04-01T20:00:00Z');
    const { candidate } = await ana.ask(HISTORY, span);
    const points = candidate.readinessHistory;
    expect(points.map(({ asOf }) => asOf)).toEqual([
      '2027-03-18T23:59:59.999Z',
      '2027-03-25T23:59:59.999Z',
      '2027-04-01T20:00:00.000Z',
    ]);
    for (const point of points) expect(await readinessOf(ana, id, point.asOf)).toEqual(point);
    // All sessions were logged on 1 April, so nothing was known before that day.
    expect(points.map((point) => inRound(point, 'coding').evidenceCount)).toEqual([0, 0, 3]);
    expect((await bo.ask(HISTORY, span)).candidate.readinessHistory).toEqual([]);
    for (const [changes, path] of [
      [{ from: '2027-04-02' }, 'to'],
      [{ to: '2027-04-02' }, 'to'],
      [{ days: 0 }, 'everyDays'],
      [{ from: '2026-04-01', days: 1 }, 'everyDays'],
    ] as const) {
      const { extensions } = await ana.refused(HISTORY, { ...span, ...changes });
      expect([extensions.code, extensions.fields![0]!.path]).toEqual(['INVALID_INPUT', path]);
    }
    const sixty = await ana.ask(HISTORY, { ...span, from: '2027-02-01', days: 1 });
    expect(sixty.candidate.readinessHistory).toHaveLength(60);
  });
});

describe('what counts', () => {
  it('the evidence of a round and the bias of self-assessments come from one guide only', async () => {
    const { ana, bo, organizer, groupId, candidate, rounds } = await panelSession(world);
    const mock = async (candidateId: string, roundId: string, day: number, level: number, self: number | null) => {
      const input = { candidateId, roundId, panel: [seat(bo)], startsAt: `2027-03-${day}T10:00:00Z` };
      const logSession = await bo.logs(input);
      const sessionId: string = logSession.id;
      const rating = { criterionKey: 'approach', evidence: 'x' };
      if (self) await ana.locksSelfAssessment({ sessionId, ratings: [{ ...rating, level: self }] });
      await bo.submits({ sessionId, recommendation: 'HIRE', ratings: [{ ...rating, level }] });
    };
    for (const day of [20, 21, 22]) await mock(candidate.id, rounds.get('coding'), day, 2, 3);
    // Another guide has rounds and criteria of the same names. Ana judges herself differently there.
    const source = readFileSync(`src/guides/library/${GUIDE}.yaml`, 'utf8').replace(GUIDE, 'another-company');
    const IMPORT = 'mutation ($input: ImportGuideInput!) { importGuide(input: $input) { id key rounds { id key } } }';
    const { importGuide } = await organizer.ask(IMPORT, { input: { groupId, source } });
    expect(importGuide.key).toBe('another-company');
    const input = { groupId, guideId: importGuide.id, title: 'Another', startsOn: '2027-03-01' };
    const createPlan = await organizer.createsPlan(input);
    const other = await world.seed.enroll(ana, createPlan.id, '2027-05-15');
    const coding = importGuide.rounds.find(({ key }) => key === 'coding')!.id;
    for (const day of [23, 24, 25]) await mock(other.id, coding, day, 4, 2);
    const [first, second] = [await readinessOf(ana, candidate.id), await readinessOf(ana, other.id)];
    expect([first.selfAssessmentBias, second.selfAssessmentBias]).toEqual([1, -2]);
    expect([first, second].map((each) => inRound(each, 'coding').evidenceCount)).toEqual([3, 3]);
  });

  it('only scorecards of the last year count, even across New Year', async () => {
    const { ana, bo, candidate, rounds } = await panelSession(world);
    for (const day of ['01', '20']) {
      const input = { candidateId: candidate.id, roundId: rounds.get('coding'), panel: [seat(bo)] };
      const logSession = await bo.logs({ ...input, startsAt: `2027-03-${day}T10:00:00Z` });
      const ratings = [{ criterionKey: 'approach', level: 3, evidence: 'x' }];
      await bo.submits({ sessionId: logSession.id, recommendation: 'HIRE', ratings });
    }
    const countOn = async (instant: string) => {
      world.service.clock.set(instant);
      await ana.signInAgain();
      return inRound(await readinessOf(ana, candidate.id), 'coding').evidenceCount;
    };
    const counts = [];
    for (const day of ['2027-12-31', '2028-01-01', '2028-02-28', '2028-03-10', '2028-03-19', '2028-12-31'])
      counts.push(await countOn(`${day}T12:00:00Z`));
    expect(counts).toEqual([2, 2, 2, 1, 0, 0]);
  });
});

describe('what others see', () => {
  const BOARD = `query ($id: ID!) { plan(id: $id) { readinessBoard { rows { candidate { id } level cells { level } } } } }`;

  it('others see no readiness while they still have to grade the candidate, however the feedback came out, in every plan', async () => {
    const { ana, bo, cy, dee, organizer, groupId, guideId, planId, candidate, grade, end } = await panelSession(world);
    const input = { groupId, guideId, title: 'Again', startsOn: '2027-04-01' };
    const createPlan = await organizer.createsPlan(input);
    const again = await world.seed.enroll(ana, createPlan.id, '2027-05-15');
    const seenBy = async (peer: Peer) => {
      const { plan: read } = await peer.ask(BOARD, { id: planId });
      const [row] = read.readinessBoard.rows;
      const cells = row!.cells.filter((cell) => cell !== null).length;
      return [await readinessOf(peer, candidate.id), await readinessOf(peer, again.id), row!.level, cells].map(Boolean);
    };
    end();
    await bo.submits(grade(1));
    for (const peer of [bo, cy, dee, organizer]) expect(await seenBy(peer)).toEqual([true, true, true, true]);
    world.service.clock.set('2027-04-04T11:00:00Z');
    for (const peer of [ana, bo, dee, organizer]) expect(await seenBy(peer)).toEqual([true, true, true, true]);
    expect(await seenBy(cy)).toEqual([false, false, false, false]);
    await cy.submits(grade(3));
    expect(await seenBy(cy)).toEqual([true, true, true, true]);
  });

  it('others see no readiness once the candidate withdraws or leaves, but the candidate still sees it', async () => {
    const { ana, bo, organizer, candidate } = await panelSession(world);
    await ana.ask(SHARE, { input: { candidateId: candidate.id, readinessSharing: 'FULL' } });
    expect(await readinessOf(bo, candidate.id)).not.toBeNull();
    await ana.withdraws(candidate.id);
    for (const peer of [bo, organizer]) expect(await readinessOf(peer, candidate.id)).toBeNull();
    expect(await readinessOf(ana, candidate.id)).not.toBeNull();
    await ana.removes(ana.memberId);
    expect(await readinessOf(organizer, candidate.id)).toBeNull();
    expect(await readinessOf(ana, candidate.id)).not.toBeNull();
  });

  it('starts in another plan with the sharing that the candidate chose in this one', async () => {
    const { ana, organizer, groupId, guideId, candidate } = await panelSession(world);
    await ana.ask(SHARE, { input: { candidateId: candidate.id, readinessSharing: 'PRIVATE' } });
    const input = { groupId, guideId, title: 'Behind her back', startsOn: '2027-04-01', bar: 2.5 };
    const createPlan = await organizer.createsPlan(input);
    const enroll =
      'mutation ($input: EnrollCandidateInput!) { enrollCandidate(input: $input) { id readinessSharing } }';
    const enrollment = { planId: createPlan.id, memberId: ana.memberId, targetDate: '2027-05-15' };
    expect((await organizer.refused(enroll, { input: enrollment })).extensions.code).toBe('FORBIDDEN');
    const { enrollCandidate } = await ana.ask(enroll, { input: enrollment });
    expect(enrollCandidate.readinessSharing).toBe('PRIVATE');
    expect(await readinessOf(organizer, enrollCandidate.id)).toBeNull();
    // Sharing in the second plan does not open what is private in the first plan.
    await ana.ask(SHARE, { input: { candidateId: enrollCandidate.id, readinessSharing: 'FULL' } });
    expect(await readinessOf(organizer, enrollCandidate.id)).toBeNull();
    const WITHHELD = 'query ($id: ID!) { candidate(id: $id) { readinessSharing readinessWithheld } }';
    expect((await organizer.ask(WITHHELD, { id: enrollCandidate.id })).candidate).toEqual({
      readinessSharing: 'PRIVATE',
      readinessWithheld: 'PRIVATE',
    });
    expect((await ana.ask(WITHHELD, { id: candidate.id })).candidate.readinessWithheld).toBeNull();
    await organizer.withdraws(candidate.id);
    expect(await readinessOf(organizer, enrollCandidate.id)).toBeNull();
    await ana.withdraws(enrollCandidate.id);
    const again = await ana.ask(enroll, { input: enrollment });
    expect(again.enrollCandidate).toEqual({ id: enrollCandidate.id, readinessSharing: 'PRIVATE' });
    // If the bar could move in tiny steps, the level alone would reveal an estimate.
    const { extensions } = await organizer.refused(BAR, { input: { planId: createPlan.id, bar: 2.512 } });
    expect([extensions.code, extensions.fields![0]!.expected]).toEqual([
      'INVALID_INPUT',
      'a number from 1 to 4 with at most one decimal',
    ]);
  });
});

describe('the board', () => {
  const BOARD = `query ($id: ID!) { plan(id: $id) { readinessBoard { asOf modelVersion rounds { key }
    rows { candidate { id member { id } } level probability nextBest { round { key } gain competency { key } } cells { ${ROUND} } } } } }` as const;

  it('has a row for each candidate, with the part of their readiness that is shared', async () => {
    const { members, candidates, planId, organizer } = await gradedGroup(world);
    const [ana, bo, cy] = members as [Peer, Peer, Peer];
    await bo.ask(SHARE, { input: { candidateId: candidates[1]!, readinessSharing: 'FULL' } });
    await cy.ask(SHARE, { input: { candidateId: candidates[2]!, readinessSharing: 'PRIVATE' } });
    await keepOnly(ana, candidates[0]!, ['coding', 'behavioral']);
    await keepOnly(bo, candidates[1]!, ['coding', 'behavioral']);
    for (const viewer of [ana, bo, organizer]) {
      const { plan } = await viewer.ask(BOARD, { id: planId });
      const board = plan.readinessBoard;
      expect(board.rounds).toHaveLength(7);
      expect(board.rows.map(({ candidate }) => candidate.id)).toEqual(candidates);
      for (const [n, row] of board.rows.entries()) {
        const readiness = await readinessOf(viewer, candidates[n]!);
        const { level = null, probability = null, rounds = [] } = readiness ?? {};
        expect([row.level, row.probability]).toEqual([level, probability]);
        expect(row.cells).toEqual(board.rounds.map(({ key }) => rounds.find(({ round }) => round.key === key) ?? null));
      }
      expect(board.rows[2]).toMatchObject({ level: null, probability: null, nextBest: null });
    }
    const { plan } = await organizer.ask(BOARD, { id: planId });
    const [anas, bos, , dees] = plan.readinessBoard.rows;
    expect(bos!.cells.some((cell) => cell?.estimate > 1)).toBe(true);
    for (const row of [anas, dees])
      for (const cell of row!.cells) expect([cell?.estimate ?? null, cell?.rawMean ?? null]).toEqual([null, null]);
  });

  it('is empty for former members, who can still reach the plan through one of their sessions', async () => {
    const { members, mocks, organizer, planId } = await gradedGroup(world, { members: 3, mocks: 6 });
    const [ana] = members as [Peer];
    await organizer.removes(ana.memberId);
    const { session } = await ana.ask(
      'query ($id: ID!) { session(id: $id) { plan { readinessBoard { rows { candidate { id } } } } group { calibration { severity } } } }',
      { id: mocks[0]!.sessionId },
    );
    expect(session).toEqual({ plan: { readinessBoard: { rows: [] } }, group: { calibration: [] } });
    expect((await ana.refused(BOARD, { id: planId })).extensions.code).toBe('NOT_FOUND');
  });
});

describe('calibration', () => {
  const CALIBRATION =
    'query ($id: ID!) { group(id: $id) { calibration { member { id } scorecards severity low90 high90 agreement } } }';
  const linesFor = async (peer: Peer, id: string) => (await peer.ask(CALIBRATION, { id })).group.calibration;

  it('shows interviewers their own line and organizers every line, but no line with too few scorecards', async () => {
    const group = await gradedGroup(world, { members: 6, mocks: 90 });
    const { organizer, members, groupId } = group;
    const all = await linesFor(organizer, groupId);
    expect(all.length).toBeGreaterThan(3);
    for (const peer of members) {
      const own = await linesFor(peer, groupId);
      expect(own).toEqual(all.filter(({ member }) => member.id === peer.memberId));
    }
    const of = (at: number) => all.find(({ member }) => member.id === members[at]!.memberId);
    expect(of(1)!.severity).toBeLessThan(of(2)!.severity);
    expect(of(1)).toMatchObject({ scorecards: 15, agreement: null });
    expect(of(1)!.low90).toBeLessThan(of(1)!.severity);
    const few = await gradedGroup(world, { members: 3, mocks: 21 });
    expect(await linesFor(few.organizer, few.groupId)).toEqual([]);
  });
});

describe('a cached readiness', () => {
  it('is never stale: it includes at once what another process submits and what comes out by the clock', async () => {
    const group = await gradedGroup(world, { members: 3, mocks: 12 });
    const [ana, bo, cy] = group.members as [Peer, Peer, Peer];
    const id = group.candidates[0]!;
    const other = await startTestApp(world.service.url);
    try {
      other.clock.set(world.service.clock.now().toISOString());
      const elsewhere = async () => (await other.ask(READ, { id }, ana.token)).data.candidate.readiness;
      expect(await elsewhere()).toEqual(await readinessOf(ana, id));
      await group.mock(0, [cy], 'coding', '2027-03-31T20:00:00Z', () => 4, 'STRONG_HIRE');
      const after = await readinessOf(ana, id);
      expect(await elsewhere()).toEqual(after);
      const input = { candidateId: id, roundId: group.rounds.get('ml-system-design') };
      const panel = [seat(bo), seat(cy, 'CO_INTERVIEWER')];
      const logSession = await bo.logs({ ...input, startsAt: '2027-04-01T06:00:00Z', panel });
      const words = { recommendation: 'HIRE', ratings: [{ criterionKey: 'requirements', level: 3, evidence: 'x' }] };
      await bo.submits({ sessionId: logSession.id, ...words });
      expect(await elsewhere()).toEqual(after);
      for (const { clock } of [world.service, other]) clock.pass({ hours: 48 });
      const design = inRound(await elsewhere(), 'ml-system-design');
      expect(design.evidenceCount).toBe(1);
      expect(await readinessOf(ana, id)).toEqual(await elsewhere());
    } finally {
      await other.close();
    }
  });

  it('is never stale, even if a process whose clock is behind stored the scorecard', async () => {
    const { ana, bo, cy, candidate, rounds } = await panelSession(world);
    const late = await startTestApp(world.service.url);
    try {
      late.clock.set(world.service.clock.now().toISOString());
      const sessions: string[] = [];
      for (const day of ['20', '21', '22']) {
        const panel = [seat(bo), seat(cy, 'CO_INTERVIEWER')];
        const input = { candidateId: candidate.id, roundId: rounds.get('ml-system-design'), panel };
        const logSession = await ana.logs({ ...input, startsAt: `2027-03-${day}T10:00:00Z` });
        const ratings = [{ criterionKey: 'requirements', level: 1, evidence: 'x' }];
        await bo.submits({ sessionId: logSession.id, recommendation: 'HIRE', ratings });
        sessions.push(logSession.id);
      }
      world.service.clock.pass({ hours: 48 });
      expect((await readinessOf(ana, candidate.id)).selfAssessmentBias).toBeNull();
      for (const sessionId of sessions) {
        const input = { sessionId, ratings: [{ criterionKey: 'requirements', level: 3 }] };
        expect((await late.ask(LOCK_SELF, { input }, ana.token)).errors).toBeUndefined();
      }
      expect((await readinessOf(ana, candidate.id)).selfAssessmentBias).toBe(2);
    } finally {
      await late.close();
    }
  });
});
