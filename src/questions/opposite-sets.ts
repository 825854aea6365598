import { createHash } from 'node:crypto';
import { In, type EntityManager } from 'typeorm';
import { DomainError } from '../common/errors.js';
import { groupBy } from '../common/grouping.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { Session } from '../sessions/session.entity.js';
import { isSecret } from './exposure.rules.js';
import type { SetCase } from './set-case.js';

/**
 * A session in the other direction: its candidate sits on this session's panel, and the candidate of this session sits on its panel, or has
 * opened its questions. Each of the two candidates reads the other's questions. The two sets therefore come from different halves of the bank, no
 * matter which is composed first, and neither set shows what the other holds. This ends when the feedback comes out, or if the session is not held.
 */
export interface Opposite {
  session: Session;
  /** The member of this session's panel who is the candidate there. */
  memberId: string;
  composedAt: Date | null;
}

export async function oppositesOf(tx: EntityManager, setCase: SetCase, now: Date): Promise<Opposite[]> {
  const { session, candidate, panel, guide } = setCase;
  const { groupId } = session;
  const rows: { id: string; memberId: string; composedAt: Date | null }[] = await tx.query(
    `select s.id, c.member_id as "memberId", own.composed_at as "composedAt" from session s
       join candidate c on c.group_id = s.group_id and c.id = s.candidate_id
       join plan p on p.group_id = s.group_id and p.id = s.plan_id
       join guide g on g.group_id = p.group_id and g.id = p.guide_id
       left join question_set own on own.group_id = s.group_id and own.session_id = s.id
     where s.group_id = $1 and c.member_id = any($2) and g.key = $4 and s.cancelled_at is null and (
       exists (select 1 from assignment a where a.group_id = $1 and a.session_id = s.id and a.member_id = $3)
       or exists (select 1 from question_kit_opening o where o.group_id = $1 and o.session_id = s.id and o.member_id = $3)
       or exists (select 1 from question_exposure e where e.group_id = $1 and e.session_id = s.id and e.member_id = $3))
     order by s.starts_at, s.id`,
    [groupId, panel.map(({ memberId }) => memberId), candidate.memberId, guide.key],
  );
  if (rows.length === 0) return [];
  const sessionId = In(rows.map(({ id }) => id));
  const sessions = new Map((await tx.findBy(Session, { groupId, id: sessionId })).map((each) => [each.id, each]));
  const seats = groupBy(await tx.findBy(Assignment, { groupId, sessionId }), (seat) => seat.sessionId);
  return rows
    .map(({ id, memberId, composedAt }) => ({ session: sessions.get(id)!, memberId, composedAt }))
    .filter((each) => isSecret(each.session, seats.get(each.session.id) ?? [], now));
}

/**
 * Whether a set may use a family beside sessions in the other direction. The group's secret gives each family to one of two people. The
 * split never changes, so composing often tells no more than composing once.
 */
export function isAllowedBeside(
  opposites: readonly Pick<Opposite, 'memberId'>[],
  setCase: Pick<SetCase, 'secret'> & { candidate: Pick<SetCase['candidate'], 'memberId'> },
  family: string,
): boolean {
  const own = setCase.candidate.memberId;
  return opposites.every(({ memberId }) => {
    const [low, high] = [own, memberId].toSorted();
    const [byte] = createHash('sha256').update(`${setCase.secret} ${low} ${high} ${family}`).digest();
    return (byte! % 2 === 0) === (own === low);
  });
}

/**
 * How many questions a set may have beside sessions in the other direction: at most half of what its interviewers see as fresh, else null. They see it as it
 * was when the first of those sets was composed, because what the candidate opens for such a set would reveal what it holds.
 */
export function mostBeside(
  opposites: readonly Opposite[],
  families: readonly string[],
  met: ReadonlyMap<string, Date>,
  now: Date,
): number | null {
  if (opposites.length === 0) return null;
  const composed = opposites.flatMap(({ composedAt }) => (composedAt === null ? [] : [composedAt.getTime()]));
  const since = Math.min(now.getTime(), ...composed);
  const wasFresh = (family: string) => !((met.get(family)?.getTime() ?? Infinity) < since);
  return Math.floor(new Set(families.filter(wasFresh)).size / 2);
}

/** The refusal if sessions in the other direction leave no question. It does not depend on what their sets hold. */
export const nothingBeside = () =>
  new DomainError(
    'QUESTION_EXPOSED',
    'The candidate also interviews a member of this panel, and too few questions are left for both sessions. Add questions (addQuestion), or compose this set once the feedback on the other session is out.',
    { remedies: [] },
  );

/**
 * Refuses a choice while a session in the other direction has begun with a set from the whole bank, because it had none in the other direction then. Such a
 * set is fixed, so the choice would lack what it holds.
 */
export async function assertHalvesHold(
  tx: EntityManager,
  { session: { groupId }, candidate, secret }: SetCase,
  opposites: readonly Opposite[],
  now: Date,
): Promise<void> {
  for (const { session, memberId } of opposites.filter(({ session: { startsAt } }) => startsAt <= now)) {
    const rows: { family: string }[] = await tx.query(
      `select q.family from question_set_item i join question q on q.group_id = i.group_id and q.id = i.question_id
       where i.group_id = $1 and i.session_id = $2`,
      [groupId, session.id],
    );
    const there = { candidate: { memberId }, secret };
    if (!rows.every(({ family }) => isAllowedBeside([candidate], there, family))) throw nothingBeside();
  }
}

/** Refuses a choice by hand where the choice is narrowed. */
export function assertNotByHand(opposites: readonly Opposite[], field: string): void {
  if (opposites.length === 0) return;
  const message = `The candidate also interviews a member of this panel, so the service chooses the questions of both sessions. Leave out ${field}.`;
  throw new DomainError('FORBIDDEN', message);
}
