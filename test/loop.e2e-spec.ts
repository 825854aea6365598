import { Ids } from './kit/ids.js';
import { card, GUIDE, PAIR_ROUND, SCHEDULE, seat, SOLO_ROUND, type Peer, SHARE } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

const READINESS = `query ($id: ID!) {
  candidate(id: $id) {
    readiness {
      level bar forDate modelVersion explanation probability
      rounds { round { key } level rawMean evidenceCount interviewerCount estimate low90 high90 probabilityMeetsBar trend explanation }
      missingEvidence { round { key } scorecards interviewers }
      nextBest { round { key } reason topics { key } }
    }
    loop { round { key } status readiness { level } }
  }
}`;

describe('the whole service', () => {
  it('leads from a guide to readiness: import, plan, schedule, grade, and ask who is ready', async () => {
    const { groupId, organizer, members } = await world.seed.group({ members: 3 });
    const [ana, bo, cy] = members as [Peer, Peer, Peer];

    const { guideLibrary } = await organizer.ask('{ guideLibrary { key company role } }');
    expect(guideLibrary).toEqual([{ key: GUIDE, company: 'Sony', role: 'Machine Learning Engineer' }]);
    const importGuide = await organizer.importsGuide({ groupId, libraryKey: GUIDE });
    expect(importGuide.edition).toBe(1);
    const rounds = new Ids(importGuide.rounds.map(({ key, id }) => [key, id]));

    const createPlan = await organizer.createsPlan({
      groupId,
      guideId: importGuide.id,
      title: 'Spring',
      startsOn: '2027-03-01',
    });
    const candidate = await world.seed.enroll(ana, createPlan.id, '2027-04-12');

    // A first session is scheduled for the coding round, and a second one follows with another interviewer.
    const at = (startsAt: string, interviewer: Peer) => ({
      input: { candidateId: candidate.id, roundId: rounds.get(SOLO_ROUND), startsAt, panel: [seat(interviewer)] },
    });
    const first = (await ana.ask(SCHEDULE, at('2027-03-08T18:00:00+01:00', bo))).scheduleSession;
    expect(first).toMatchObject({
      status: 'SCHEDULED',
      startsAt: '2027-03-08T17:00:00.000Z',
      endsAt: '2027-03-08T18:00:00.000Z',
    });
    const second = (await ana.ask(SCHEDULE, at('2027-03-09T18:00:00+01:00', cy))).scheduleSession;

    world.service.clock.set('2027-03-09T18:30:00Z');
    for (const peer of [ana, bo, cy]) await peer.signInAgain();
    await bo.submits(card(first.id, 3));
    await cy.submits(card(second.id, 4));

    const { candidate: read } = await ana.ask(READINESS, { id: candidate.id });
    const coding = read.readiness.rounds.find(({ round }) => round.key === SOLO_ROUND);
    expect(coding).toMatchObject({ level: 'BORDERLINE', rawMean: 3.4, evidenceCount: 2, interviewerCount: 2 });
    const { low90, estimate, high90, rawMean } = coding!;
    expect([low90, estimate, high90, rawMean].toSorted()).toEqual([low90, estimate, rawMean, high90]);
    expect(coding!.explanation).toMatch(
      /^Coding: about 3\.1 \(2\.\d to 3\.\d\)\. \d\d % likely to be at the bar on 12 April\. 2 scorecards from 2 interviewers; your plain average is 3\.4\. The estimate differs, because your other rounds and the group also count\./,
    );
    expect(read.readiness).toMatchObject({
      level: 'NOT_ENOUGH_EVIDENCE',
      bar: 3,
      forDate: '2027-04-12',
      modelVersion: 'r1',
    });
    expect(read.readiness.nextBest).toMatchObject({ round: { key: 'recruiter-screen' }, reason: 'NO_EVIDENCE' });
    expect(read.loop.find(({ round }) => round.key === SOLO_ROUND)).toMatchObject({
      status: 'PRACTISED',
      readiness: { level: 'BORDERLINE' },
    });

    // A session of last week was never scheduled: it is logged, with two interviewers.
    const logged = await bo.logs({
      candidateId: candidate.id,
      roundId: rounds.get(PAIR_ROUND),
      startsAt: '2027-03-02T10:00:00Z',
      panel: [seat(bo), seat(cy, 'CO_INTERVIEWER')],
    });
    expect(logged.status).toBe('AWAITING_FEEDBACK');
    await bo.submits(card(logged.id, 2, 'NO_HIRE', 'requirements'));
    const blind = await ana.ask('query ($id: ID!) { session(id: $id) { status scorecards { id } } }', {
      id: logged.id,
    });
    expect(blind.session).toEqual({ status: 'AWAITING_FEEDBACK', scorecards: [] });
    await cy.submits(card(logged.id, 3, 'NO_HIRE', 'requirements'));
    const open = await ana.ask(
      'query ($id: ID!) { session(id: $id) { status scorecards { author { person { displayName } } recommendation ratings { level evidence criterion { key } } } } }',
      { id: logged.id },
    );
    expect(open.session.status).toBe('COMPLETED');
    expect(open.session.scorecards.map(({ author }) => author.person.displayName)).toEqual(['Bo', 'Cy']);

    // Others see the level but no mean, until Ana makes her readiness private.
    const { candidate: shared } = await bo.ask(READINESS, { id: candidate.id });
    const design = shared.readiness.rounds.find(({ round }) => round.key === PAIR_ROUND);
    expect(design).toMatchObject({ rawMean: null, estimate: null, evidenceCount: 2 });
    await ana.ask(SHARE, {
      input: { candidateId: candidate.id, readinessSharing: 'PRIVATE' },
    });
    expect((await bo.ask(READINESS, { id: candidate.id })).candidate.readiness).toBeNull();
  });
});
