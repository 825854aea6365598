import { card, PAIR_ROUND, seat, SOLO_ROUND, type Peer, type Seat } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

/** A group with `candidates` members. All except the first have a graded coding session and a graded design session. */
async function busyGroup(candidates: number) {
  const { groupId, organizer, planId, rounds, members } = await world.seed.plan({ members: candidates });
  for (const [n, peer] of members.entries()) {
    const { id } = n === 0 ? { id: '' } : await world.seed.enroll(peer, planId);
    if (id === '') continue;
    const others = [members[(n + 1) % members.length]!, organizer] as [Peer, Peer];
    const log = async (round: string, hour: number, panel: Seat[]) => {
      const startsAt = new Date(Date.UTC(2027, 1, 1, hour) + n * 86_400_000 * 0.9).toISOString();
      const input = { candidateId: id, roundId: rounds.get(round), startsAt, panel };
      return (await organizer.logs(input)).id;
    };
    const coding = await log(SOLO_ROUND, 8, [seat(others[0])]);
    await others[0].submits(card(coding, 3));
    const design = await log(PAIR_ROUND, 10, [seat(others[0]), seat(others[1], 'CO_INTERVIEWER')]);
    for (const other of others) await other.submits(card(design, 2, 'HIRE', 'requirements'));
  }
  return { groupId, organizer, ana: members[0]! };
}

let made: Promise<[Awaited<ReturnType<typeof busyGroup>>, Awaited<ReturnType<typeof busyGroup>>]> | undefined;

/** A small group and a large one. */
const bothGroups = () => (made ??= (async () => [await busyGroup(4), await busyGroup(15)])());

const SESSIONS = `query ($id: ID!) { group(id: $id) { members { person { displayName } } plans { candidates { id member { person { displayName } }
  loop { sessions { status startsAt openSeats meetingUrl panel { role member { person { displayName } } } scorecards { recommendation ratings { level criterion { key } } author { id } } } }
  sessions(first: 5) { totalCount nodes { id status } }
} } } }`;
const LOOPS = `query ($id: ID!) { group(id: $id) { plans { candidates { id track { key }
  loop { status windowStart round { title areas { title } criteria { competency { title } } }
    sessions { history { summary by { id } } }
    readiness { level explanation }
  }
  readiness { level nextBest { topics { key } } }
} } } }`;

const BOARD = `query ($id: ID!) { group(id: $id) { plans { readinessBoard { rounds { key } rows { candidate { id } level
  nextBest { round { key } topics { key } } cells { level explanation } } } } calibration { severity } overdueFeedback { id } } }`;
const PAGES = `query ($id: ID!) { group(id: $id) { members { reliability { held } person { sessions(from: "2027-01-01T00:00:00Z", first: 3) {
  totalCount nodes { id } } } } } }`;
const MINE = `{ viewer { signIns { current } attention { kind text } sessions(first: 5) { nodes { id } } memberships { group { name
  sessions(from: "2027-01-01T00:00:00Z", first: 50) { nodes { scorecards { id status } } } } } } }`;

describe('the number of SQL statements', () => {
  it.each([
    ['sessions, panels and scorecards', SESSIONS],
    ['loops, readiness and histories', LOOPS],
    ['the board', BOARD],
    ['pages of sessions of many people', PAGES],
    ['what is the viewer’s own', MINE],
  ])('is one for a group that is in memory: %s', async (_, query) => {
    for (const { groupId, organizer } of await bothGroups()) {
      const variables = query === MINE ? {} : { id: groupId };
      await organizer.ask(query, variables);
      world.service.statements();
      await organizer.ask(query, variables);
      expect(world.service.statements()).toEqual([expect.stringContaining('from sign_in')]);
    }
  });

  it('includes one reload of the slices that a write has changed', async () => {
    const [{ groupId, organizer, ana }] = await bothGroups();
    await organizer.ask(SESSIONS, { id: groupId });
    await ana.updatesProfile({ displayName: 'Anna' });
    world.service.statements();
    await organizer.ask(SESSIONS, { id: groupId });
    const tables = world.service
      .statements()
      .filter((sql) => !sql.includes('from sign_in'))
      .flatMap((sql) => [...sql.matchAll(/from "?(\w+)"?(?: join \w+ on [^\n]*)?\s+(?:join|where)/g)])
      .map(([, table]) => table);
    expect(new Set(tables)).toEqual(new Set(['group', 'member', 'person', 'invitation']));
    world.service.statements();
    await organizer.ask(SESSIONS, { id: groupId });
    expect(world.service.statements()).toHaveLength(1);
  });
});
