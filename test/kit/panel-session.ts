import { card, PAIR_ROUND, seat, SOLO_ROUND, type Peer } from './seed.js';
import type { World } from './use-service.js';

export const CARDS = `query ($id: ID!) { session(id: $id) {
  status feedbackReleasedAt scorecards { id status author { id } recommendation strengths ratings { level evidence criterion { key } } countsTowardsReadiness revisions { at } }
  panel { member { id } scorecard { id status } }
} }`;
/**
 * Ana's session on 2 April lasts an hour. Bo is the lead and, in a pair round, Cy is the co-interviewer. Dee shadows, and Eli is in the
 * group. `end` sets the clock to the end of the session.
 */
export async function panelSession(world: World, { pair = true }: { pair?: boolean } = {}) {
  world.service.clock.set('2027-04-01T09:00:00Z');
  const made = await world.seed.plan({ members: 5, targetDate: '2027-05-15' });
  const [ana, bo, cy, dee, eli] = made.members as [Peer, Peer, Peer, Peer, Peer];
  const round = made.rounds.get(pair ? PAIR_ROUND : SOLO_ROUND);
  const panel = [seat(bo), ...(pair ? [seat(cy, 'CO_INTERVIEWER')] : []), seat(dee, 'SHADOW')];
  const input = {
    candidateId: made.candidate.id,
    roundId: round,
    startsAt: '2027-04-02T10:00:00Z',
    panel,
    overrideReason: 'x',
  };
  const scheduleSession = await made.organizer.schedules(input);
  const criterion = pair ? 'requirements' : 'approach';
  const grade = (level: number | null, recommendation: string | null = 'HIRE', more: object = {}) => ({
    ...card(scheduleSession.id, level ?? 3, recommendation ?? 'HIRE', criterion),
    ...(recommendation ? {} : { recommendation: null }),
    ...more,
  });
  const cardsFor = async (peer: Peer) => (await peer.ask(CARDS, { id: scheduleSession.id })).session;
  const end = () => world.service.clock.set('2027-04-02T11:00:00Z');
  return { ...made, ana, bo, cy, dee, eli, session: scheduleSession.id, grade, cardsFor, end };
}
