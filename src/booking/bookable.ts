import { In, type EntityManager } from 'typeorm';
import { DomainError, fieldProblem, invalidInput } from '../common/errors.js';
import { publicId } from '../common/ids.js';
import { dateIn, dayAround, weekAround } from '../common/time.js';
import { assertMay } from '../groups/groups.access.js';
import type { Member } from '../groups/member.entity.js';
import { Person } from '../people/person.entity.js';
import type { Session } from '../sessions/session.entity.js';
import { bookingObjections, type BookingFacts } from './booking.rules.js';
import type { Circumstances } from './circumstances.js';

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
  const zone = zoneOf(candidateMember);
  const weeks = interviewers.map((member) => ({ member, week: weekAround(session.startsAt, zoneOf(member)) }));
  const given = await interviewsIn(tx, session, weeks);
  return {
    day: dateIn(session.startsAt, zone),
    // The pacing window of the round advises, and does not block.
    days: { start: plan.startsOn, end: candidate.targetDate },
    ownMocksThatDay: await ownMocksIn(tx, candidateMember, dayAround(session.startsAt, zone), session.id),
    givers: interviewers.map(({ id, weeklyInterviewLimit }) => {
      return { memberId: id, weeklyLimit: weeklyInterviewLimit, interviewsThatWeek: given.get(id) ?? 0 };
    }),
  };
}

interface Span {
  from: Date;
  to: Date;
}

/** Interviews that members give in a span each, besides a session; cancelled ones and shadowing aside. */
async function interviewsIn(
  tx: EntityManager,
  { groupId, id: sessionId }: Session,
  spans: readonly { member: Member; week: Span }[],
): Promise<Map<string, number>> {
  const rows: { memberId: string; count: number }[] = await tx.query(
    `select a.member_id as "memberId", count(*)::int as count
     from unnest($3::uuid[], $4::timestamptz[], $5::timestamptz[]) as week (member_id, starts_at, ends_at)
       join assignment a on a.member_id = week.member_id
       join session s on s.group_id = a.group_id and s.id = a.session_id
     where a.group_id = $1 and s.group_id = $1 and a.role <> 'SHADOW' and s.id <> $2 and s.cancelled_at is null
       and s.starts_at >= week.starts_at and s.starts_at < week.ends_at
     group by a.member_id`,
    [
      ...[groupId, sessionId, spans.map(({ member }) => member.id)],
      ...[spans.map(({ week }) => week.from), spans.map(({ week }) => week.to)],
    ],
  );
  return new Map(rows.map(({ memberId, count }) => [memberId, count]));
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
