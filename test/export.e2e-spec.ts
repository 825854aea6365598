import { gradedGroup } from './kit/graded-group.js';
import { panelSession } from './kit/panel-session.js';
import { type Peer } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

const EXPORT = '{ exportMyData }';
const textFor = async (peer: Peer) => (await peer.ask(EXPORT)).exportMyData;
const exportFor = async (peer: Peer) => JSON.parse(await textFor(peer));

describe('an export', () => {
  it('has everything that its owner wrote, received and did, but no feedback before its release', async () => {
    const { ana, bo, cy, dee, eli, organizer, session, grade, end, cardsFor } = await panelSession(world);
    end();
    await ana.locksSelfAssessment({
      sessionId: session,
      ratings: [{ criterionKey: 'requirements', level: 3, evidence: 'Mine, secretly.' }],
    });
    await bo.submits(grade(2, 'HIRE', { strengths: 'A first thought.' }));
    await bo.submits(grade(3, 'HIRE', { strengths: 'A second thought.' }));
    await dee.saves(grade(2, null, { strengths: 'A shadowy draft.' }));
    expect(await textFor(bo)).toContain('A first thought.');
    expect(await textFor(dee)).toContain('A shadowy draft.');
    for (const peer of [ana, cy, dee, eli, organizer]) expect(await textFor(peer)).not.toMatch(/thought/);
    for (const peer of [bo, cy, dee, eli, organizer]) expect(await textFor(peer)).not.toMatch(/secretly/);

    await cy.submits(grade(4, 'STRONG_HIRE', { strengths: 'From Cy.' }));
    const seats = (await cardsFor(ana)).panel;
    const PANEL =
      'query ($id: ID!) { session(id: $id) { panel { id member { id } } scorecards { id author { id } } } }';
    const read = (await ana.ask(PANEL, { id: session })).session;
    const assignmentId = read.panel.find(({ member }) => member.id === bo.memberId)!.id;
    expect(seats).toHaveLength(3);
    await ana.notes({ assignmentId, helpful: 4, text: 'For Bo alone.' });
    const scorecardId = read.scorecards.find(({ author }) => author.id === bo.memberId)!.id;
    world.service.clock.pass({ hours: 1 });
    await bo.amends({ scorecardId, reason: 'Slipped.', strengths: 'A third thought.' });

    const [anas] = (await exportFor(ana)).groups;
    expect(anas.sessions).toMatchObject([
      {
        id: session,
        role: 'CANDIDATE',
        candidate: 'Ana',
        selfAssessment: { ratings: [{ level: 3 }] },
        notesWritten: [{ to: 'Bo', helpful: 4, text: 'For Bo alone.' }],
        scorecardsReceived: [
          {
            from: 'Bo',
            strengths: 'A third thought.',
            ratings: [{ level: 3, evidence: 'Compared two approaches.' }],
            earlier: [{ reason: 'Slipped.', strengths: 'A second thought.', ratings: [{ level: 3 }] }],
          },
          { from: 'Cy', recommendation: 'STRONG_HIRE', earlier: [] },
        ],
      },
    ]);
    expect(anas.preparations).toMatchObject([{ plan: 'Spring', targetDate: '2027-05-15', loop: { length: 7 } }]);
    expect(await textFor(ana)).not.toContain('A first thought.');
    const [bos] = (await exportFor(bo)).groups;
    expect(bos.sessions).toMatchObject([
      {
        role: 'LEAD',
        noteReceived: { text: 'For Bo alone.' },
        scorecardWritten: {
          wordings: [
            { strengths: 'A first thought.', ratings: [{ level: 2 }] },
            { strengths: 'A second thought.', reason: null },
            { strengths: 'A third thought.', reason: 'Slipped.' },
          ],
        },
      },
    ]);
    // An export does not contain what others wrote about a third person.
    expect(await textFor(bo)).not.toMatch(/From Cy|secretly/);
    expect(await textFor(cy)).not.toMatch(/thought|For Bo alone|secretly/);
    for (const peer of [dee, eli, organizer]) expect(await textFor(peer)).not.toMatch(/thought|From Cy|For Bo/);
  });

  it('has what an organizer did, and their own account without its secrets', async () => {
    const { organizer, bo, session } = await panelSession(world);
    const data = await exportFor(organizer);
    expect(data).toMatchObject({
      format: 'mockloop-export/1',
      person: { displayName: 'Olga', timeZone: 'Europe/Berlin' },
    });
    const [group] = data.groups;
    expect(group.acts).toMatchObject([
      { session, kind: 'SCHEDULED' },
      { session, kind: 'OVERRIDE', reason: 'x' },
    ]);
    expect([group.invitationsMade.length, group.guidesImported.length, group.plansMade.length]).toEqual([5, 1, 1]);
    expect(group.sessions).toEqual([]);
    const text = await textFor(bo);
    expect(text.match(/@example\.org/g)).toHaveLength(1);
    expect(text).not.toMatch(/hash|token|password|argon/i);
  });

  it('is available to former members, and contains only their own data', async () => {
    const { ana, bo, cy, session, grade, end } = await panelSession(world);
    end();
    for (const peer of [bo, cy]) await peer.submits(grade(3));
    await ana.removes(ana.memberId);
    const [group] = (await exportFor(ana)).groups;
    expect(group.membership.leftAt).toBe('2027-04-02T11:00:00.000Z');
    expect(group.sessions).toMatchObject([{ id: session, scorecardsReceived: { length: 2 } }]);
    const { data, errors } = await world.service.ask(EXPORT);
    expect([data?.exportMyData ?? null, errors?.[0]?.extensions.code]).toEqual([null, 'UNAUTHENTICATED']);
    const stranger = await world.seed.person('Stranger');
    expect(JSON.parse((await stranger.ask(EXPORT)).exportMyData).groups).toEqual([]);
  });

  it('needs as many statements for many sessions as for few', async () => {
    const cost = async (mocks: number) => {
      const { members } = await gradedGroup(world, { members: 3, mocks });
      const runs: number[] = [];
      let sessions = 0;
      // Two batches may or may not become one, depending on when answers arrive. So the smallest number of a few runs counts.
      for (let n = 0; n < 3; n += 1) {
        world.service.statements();
        const [group] = (await exportFor(members[0]!)).groups;
        runs.push(world.service.statements().length);
        sessions = group.sessions.length;
      }
      return { statements: Math.min(...runs), sessions };
    };
    const [few, many] = [await cost(6), await cost(30)];
    expect([few.sessions, many.sessions]).toEqual([4, 20]);
    expect(many.statements).toBeLessThanOrEqual(few.statements + 2);
  });
});
