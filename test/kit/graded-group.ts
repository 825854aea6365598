import type { Ids } from './ids.js';
import { seat, type Peer } from './seed.js';
import type { World } from './use-service.js';

/** One session that was logged and graded. */
export interface Mock {
  sessionId: string;
  candidate: Peer;
  interviewers: Peer[];
  roundKey: string;
  startsAt: string;
}

const HOUR = 3_600_000;

/**
 * A plan in which everybody is a candidate, and has interviewed everybody else in these rounds, several times over the
 * weeks before 1 April 2027: strong and weak people, strict and lenient interviewers, by a fixed pattern.
 */
export async function gradedGroup(world: World, options: Options = {}) {
  world.service.clock.set('2027-04-01T09:00:00Z');
  const name = `graded group ${JSON.stringify(options)}`;
  const made = await world.seed.copies.of(name, () => newGradedGroup(world, options));
  return { ...made, mock: mocking(made) };
}

interface Options {
  members?: number;
  mocks?: number;
  roundKeys?: string[];
}

interface Base {
  organizer: Peer;
  members: Peer[];
  rounds: Ids;
  candidates: string[];
  /** The criteria of each round, by its key. */
  criteria: Record<string, string[]>;
}

async function newGradedGroup(
  world: World,
  { members = 5, mocks = 60, roundKeys = ['coding', 'behavioral'] }: Options,
) {
  const made = await world.seed.plan({ members, startsOn: '2027-01-01', targetDate: '2027-05-15' });
  const candidates = [made.candidate.id];
  for (const peer of made.members.slice(1))
    candidates.push((await world.seed.enroll(peer, made.planId, '2027-05-15')).id);
  const { plan } = await made.organizer.ask(
    'query ($id: ID!) { plan(id: $id) { guide { rounds { key criteria { key } } } } }',
    { id: made.planId },
  );
  const keys = plan.guide.rounds.map((round) => [round.key, round.criteria.map(({ key }) => key)] as const);
  const base = { ...made, candidates, criteria: Object.fromEntries(keys) };
  const mock = mocking(base);
  const done: Mock[] = [];
  for (let n = 0; n < mocks; n += 1) {
    const candidateAt = n % members;
    const lap = Math.floor(n / members);
    const interviewerAt = (candidateAt + 1 + (lap % (members - 1))) % members;
    const ability = 2 + (candidateAt % 3) * 0.6;
    const severity = interviewerAt === 1 ? -0.8 : interviewerAt === 2 ? 0.5 : 0;
    const level = (criterion: number) =>
      Math.min(4, Math.max(1, Math.round(ability + severity + (((n * 7 + criterion * 3) % 5) - 2) * 0.4)));
    const startsAt = new Date(Date.parse('2027-03-30T08:00:00Z') - (mocks - n) * 12 * HOUR).toISOString();
    const roundKey = roundKeys[lap % roundKeys.length]!;
    const recommendation = ability + severity > 2.6 ? 'HIRE' : 'NO_HIRE';
    done.push(await mock(candidateAt, [made.members[interviewerAt]!], roundKey, startsAt, level, recommendation));
  }
  return { ...base, mocks: done };
}

/** Logs a session and submits everybody's scorecard, with a level for each criterion. */
const mocking =
  ({ organizer, members, rounds, candidates, criteria }: Base) =>
  async (
    candidateAt: number,
    interviewers: Peer[],
    roundKey: string,
    startsAt: string,
    level: (criterion: number, interviewer: Peer) => number,
    recommendation = 'HIRE',
  ): Promise<Mock> => {
    const panel = interviewers.map((peer, n) => seat(peer, n === 0 ? 'LEAD' : 'CO_INTERVIEWER'));
    const input = { candidateId: candidates[candidateAt]!, roundId: rounds.get(roundKey), startsAt, panel };
    const logSession = await organizer.logs(input);
    for (const peer of interviewers) {
      const ratings = criteria[roundKey]!.map((criterionKey, n) => {
        return { criterionKey, level: level(n, peer), evidence: 'Seen.' };
      });
      await peer.submits({ sessionId: logSession.id, recommendation, ratings });
    }
    return { sessionId: logSession.id, candidate: members[candidateAt]!, interviewers, roundKey, startsAt };
  };
