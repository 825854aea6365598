import { createHash } from 'node:crypto';
import { In, IsNull, type EntityManager } from 'typeorm';
import { DomainError, fieldProblem, invalidInput, notFound } from '../common/errors.js';
import { publicId, type Ref } from '../common/ids.js';
import { dateIn, dayAround, weekAround } from '../common/time.js';
import { Group } from '../groups/group.entity.js';
import { Member } from '../groups/member.entity.js';
import { assertMay } from '../groups/groups.access.js';
import { Round } from '../guides/round.entity.js';
import { Person } from '../people/person.entity.js';
import { Candidate } from '../plans/candidate.entity.js';
import { FormerEdition } from '../plans/former-edition.entity.js';
import { LoopRound } from '../plans/loop-round.entity.js';
import { Plan } from '../plans/plan.entity.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { membersOf } from '../sessions/bookings.js';
import { panelProblems } from '../sessions/panel.rules.js';
import { Session } from '../sessions/session.entity.js';
import { AssignmentRole, isInterviewer } from '../sessions/session.rules.js';
import { bookingObjections, type BookingFacts, type Giver } from './booking.rules.js';
import type { PanelSeatInput } from './booking.graphql.js';

/** Everything around a session that its rules ask about. */
export interface Circumstances {
  group: Group;
  candidate: Candidate;
  candidateMember: Member;
  round: Round;
  loopRound: LoopRound;
  plan: Plan;
}

/** The round of a candidate's loop that a request names, and what belongs to it. */
export async function circumstancesOf(tx: EntityManager, candidate: Candidate, roundId: Ref): Promise<Circumstances> {
  const { groupId } = candidate;
  const plan = await tx.findOneByOrFail(Plan, { groupId, id: candidate.planId });
  const round = roundId.groupId === groupId && (await tx.findOneBy(Round, { groupId, id: roundId.id }));
  const loopRound = round && (await tx.findOneBy(LoopRound, { groupId, candidateId: candidate.id, roundId: round.id }));
  if (round && round.guideId !== plan.guideId) await assertNotMoved(tx, plan, round);
  if (!loopRound) throw notFound('round');
  return {
    loopRound,
    candidate,
    plan,
    group: await tx.findOneByOrFail(Group, { id: groupId }),
    candidateMember: await tx.findOneByOrFail(Member, { groupId, id: candidate.memberId }),
    round,
  };
}

/** Refuses a round of an edition that the plan has left, for example from a page that was read before. */
async function assertNotMoved(tx: EntityManager, { groupId, id: planId }: Plan, { guideId }: Round): Promise<void> {
  if (!(await tx.existsBy(FormerEdition, { groupId, planId, guideId }))) return;
  const expected = "a round of the plan's present edition; read the candidate's loop again";
  throw invalidInput([fieldProblem('roundId', expected, 'a round of an earlier edition')]);
}

/** The present members who would take the seats; every problem of the panel at once. */
export async function seatPanel(
  tx: EntityManager,
  circumstances: Circumstances,
  panel: readonly PanelSeatInput[],
): Promise<Member[]> {
  const { candidate, round } = circumstances;
  const ids = panel.map(({ memberId }) => memberId);
  const members = await tx.findBy(Member, {
    groupId: candidate.groupId,
    id: In(ids.map(({ id }) => id)),
    leftAt: IsNull(),
  });
  const found = new Set(members.map(({ id }) => id));
  if (ids.some(({ groupId, id }) => groupId !== candidate.groupId || !found.has(id))) throw notFound('member');
  const seats = panel.map(({ memberId, role }) => ({ memberId: memberId.id, role }));
  const problems = panelProblems(seats, round.panelSize, candidate.memberId);
  if (problems.length > 0) throw invalidInput(problems);
  return members;
}

/** Refuses a time that has passed. */
export function assertFuture(startsAt: Date, now: Date): void {
  if (startsAt > now) return;
  const expected = `a time after now (${now.toISOString()}); a session that took place is logged (logSession)`;
  throw invalidInput([fieldProblem('startsAt', expected, startsAt.toISOString())]);
}

/** What a viewer's override sets aside; without one, the first objection is the refusal. */
export async function assertBookable(
  tx: EntityManager,
  circumstances: Circumstances,
  session: Session,
  interviewers: readonly Member[],
  { viewer, reason }: { viewer: Member; reason: string | null },
): Promise<void> {
  if (reason !== null) return assertMay(viewer, 'override');
  const [objection] = bookingObjections(await bookingFacts(tx, circumstances, session, interviewers));
  if (!objection) return;
  const who = objection.memberIds.map((id) => publicId('Member', { groupId: session.groupId, id }));
  throw new DomainError(objection.code, objection.message, who.length > 0 ? { who } : {});
}

async function bookingFacts(
  tx: EntityManager,
  circumstances: Circumstances,
  session: Session,
  interviewers: readonly Member[],
): Promise<BookingFacts> {
  const { candidate, candidateMember, plan } = circumstances;
  const people = await tx.findBy(Person, {
    id: In([candidateMember, ...interviewers].map(({ personId }) => personId)),
  });
  const zoneOf = (member: Member) => people.find(({ id }) => id === member.personId)!.timeZone;
  const givers: Giver[] = [];
  for (const member of interviewers) {
    const week = weekAround(session.startsAt, zoneOf(member));
    const interviewsThatWeek = await interviewsIn(tx, member, week, session.id);
    givers.push({ memberId: member.id, weeklyLimit: member.weeklyInterviewLimit, interviewsThatWeek });
  }
  const zone = zoneOf(candidateMember);
  return {
    day: dateIn(session.startsAt, zone),
    // The pacing window of the round advises, and does not block.
    days: { start: plan.startsOn, end: candidate.targetDate },
    ownMocksThatDay: await ownMocksIn(tx, candidateMember, dayAround(session.startsAt, zone), session.id),
    givers,
  };
}

interface Span {
  from: Date;
  to: Date;
}

/** Interviews that a member gives in a span, cancelled ones and shadowing aside. */
async function interviewsIn(
  tx: EntityManager,
  { groupId, id }: Member,
  { from, to }: Span,
  exceptId: string,
): Promise<number> {
  const [row]: { count: number }[] = await tx.query(
    `select count(*)::int as count from assignment a
       join session s on s.group_id = a.group_id and s.id = a.session_id
     where a.group_id = $1 and s.group_id = $1 and a.member_id = $2 and a.role <> 'SHADOW'
       and s.cancelled_at is null and s.starts_at >= $3 and s.starts_at < $4 and s.id <> $5`,
    [groupId, id, from, to, exceptId],
  );
  return row!.count;
}

/** Mocks in which a member is the candidate, in a span, whichever plan they belong to. */
async function ownMocksIn(
  tx: EntityManager,
  { groupId, id }: Member,
  { from, to }: Span,
  exceptId: string,
): Promise<number> {
  const [row]: { count: number }[] = await tx.query(
    `select count(*)::int as count from session s
       join candidate c on c.group_id = s.group_id and c.id = s.candidate_id
     where s.group_id = $1 and c.group_id = $1 and c.member_id = $2
       and s.cancelled_at is null and s.starts_at >= $3 and s.starts_at < $4 and s.id <> $5`,
    [groupId, id, from, to, exceptId],
  );
  return row!.count;
}

/** Everybody whose time a session takes. */
export const everybodyIn = async (
  tx: EntityManager,
  candidate: Candidate,
  panel: readonly Assignment[],
): Promise<Member[]> =>
  membersOf(tx, candidate.groupId, [candidate.memberId, ...panel.map(({ memberId }) => memberId)]);

/** Those of the members who interview, shadows aside. */
export function interviewersAmong(
  members: readonly Member[],
  panel: readonly { memberId: string; role: AssignmentRole }[],
): Member[] {
  const ids = new Set(panel.filter(isInterviewer).map(({ memberId }) => memberId));
  return members.filter(({ id }) => ids.has(id));
}

/** What was asked for under an idempotency key, as one short text: null and left out are the same. */
export const fingerprintOf = (mutation: string, request: object): string =>
  createHash('sha256')
    .update(mutation)
    .update(JSON.stringify(request, (_, value: unknown) => value ?? undefined))
    .digest('hex');

/** The session that this member entered under this key before; refuses the key for another request. */
export async function enteredBefore(
  tx: EntityManager,
  viewer: Member,
  key: string | null,
  fingerprint: string,
): Promise<Session | null> {
  if (key === null) return null;
  const { groupId, id: enteredById } = viewer;
  const session = await tx.findOneBy(Session, { groupId, enteredById, idempotencyKey: key });
  if (session && session.idempotencyFingerprint !== fingerprint) {
    const expected = 'a new key, or the same request as before';
    throw invalidInput([fieldProblem('idempotencyKey', expected, 'a key that you used for another session')]);
  }
  return session;
}
