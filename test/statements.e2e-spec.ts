import { describe, expect, it } from '@jest/globals';
import { card, LOG, PAIR_ROUND, seat, SOLO_ROUND, SUBMIT, type Json, type Peer } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

/** A group with so many candidates, each with a coding and a design mock that were graded. */
async function busyGroup(candidates: number) {
  const { groupId, organizer, planId, rounds, members } = await world.seed.plan({ members: candidates });
  for (const [n, peer] of members.entries()) {
    const { id } = n === 0 ? { id: '' } : await world.seed.enroll(peer, planId);
    if (id === '') continue;
    const others = [members[(n + 1) % members.length]!, organizer] as [Peer, Peer];
    const log = async (round: string, hour: number, panel: object[]) => {
      const startsAt = new Date(Date.UTC(2027, 1, 1, hour) + n * 86_400_000 * 0.9).toISOString();
      const input = { candidateId: id, roundId: rounds.get(round), startsAt, panel };
      return (await organizer.ask<Json>(LOG, { input })).logSession.id as string;
    };
    const coding = await log(SOLO_ROUND, 8, [seat(others[0])]);
    await others[0].ask(SUBMIT, { input: card(coding, 3) });
    const design = await log(PAIR_ROUND, 10, [seat(others[0]), seat(others[1], 'CO_INTERVIEWER')]);
    for (const other of others) await other.ask(SUBMIT, { input: card(design, 2, 'HIRE', 'requirements') });
  }
  return { groupId, organizer, ana: members[0]! };
}

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

describe('the number of SQL statements', () => {
  it('is the same for 3 candidates and for 30, however deep the query goes', async () => {
    const few = await busyGroup(4);
    const many = await busyGroup(31);
    const cost = async ({ groupId, organizer }: { groupId: string; organizer: Peer }, query: string) => {
      world.service.statements();
      const answer = await organizer.ask<Json>(query, { id: groupId });
      return {
        statements: world.service.statements().length,
        candidates: answer.group.plans[0].candidates.length as number,
      };
    };
    const ISSUE =
      'query ($id: ID!) { group(id: $id) { members { id } plans { candidates { loop { sessions { panel { id } scorecards { id } } } } } } }';
    for (const [query, most] of [
      [ISSUE, 16],
      [SESSIONS, 24],
      [LOOPS, 24],
    ] as const) {
      // Two batches may fall into one or not, as answers happen to arrive: the least of a few runs is what it takes.
      const least = async (group: typeof few) =>
        Math.min(
          ...[await cost(group, query), await cost(group, query), await cost(group, query)].map(
            ({ statements }) => statements,
          ),
        );
      expect([(await cost(few, query)).candidates, (await cost(many, query)).candidates]).toEqual([4, 31]);
      const [small, large] = [await least(few), await least(many)];
      expect(large).toBe(small);
      expect(small).toBeGreaterThan(5);
      expect(large).toBeLessThanOrEqual(most);
    }
  }, 120_000);

  it('is the same for pages of sessions of many parents', async () => {
    const { groupId, organizer } = await busyGroup(8);
    world.service.statements();
    const QUERY =
      'query ($id: ID!) { group(id: $id) { members { person { sessions(from: "2027-01-01T00:00:00Z", first: 3) { totalCount nodes { id } } } } } }';
    const { group } = await organizer.ask<Json>(QUERY, { id: groupId });
    expect(group.members.filter(({ person }: Json) => person.sessions.totalCount > 0).length).toBeGreaterThan(5);
    expect(world.service.statements().length).toBeLessThanOrEqual(8);
  });
});
