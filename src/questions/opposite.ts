import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { DomainError } from '../common/errors.js';
import { shownAsFresh } from './bank.js';
import type { SetCase } from './set-case.js';

/**
 * A set in the other direction: its candidate sits on this session's panel, and the candidate of this session sits on its panel, or has opened its
 * kit while its questions are still a secret. The two sets must not share a family, because each of the two people opens the set of the
 * other. The families missing from one set would reveal what the other set holds, so the choice is narrowed.
 */
export interface Opposite {
  sessionId: string;
  composedAt: Date;
  salt: string;
}

export async function oppositesOf(tx: EntityManager, setCase: SetCase, now: Date): Promise<Opposite[]> {
  const { session, candidate, panel, guide } = setCase;
  return tx.query<Opposite[]>(
    `select own.session_id as "sessionId", own.composed_at as "composedAt", own.salt from question_set own
       join session s on s.group_id = own.group_id and s.id = own.session_id
       join candidate c on c.group_id = s.group_id and c.id = s.candidate_id
     where own.group_id = $1 and c.member_id = any($2) and (
       (s.cancelled_at is null and s.ends_at > $4 and (
         exists (select 1 from assignment a where a.group_id = $1 and a.session_id = s.id and a.member_id = $3)
         or exists (select 1 from question_kit_opening o where o.group_id = $1 and o.session_id = s.id and o.member_id = $3)))
       or exists (select 1 from question_exposure e where e.group_id = $1 and e.session_id = s.id and e.member_id = $3
         and not exists (select 1 from question_exposure known where known.group_id = $1
           and known.member_id = c.member_id and known.guide_key = $5 and known.family = e.family)
         and not exists (select 1 from question_claim spent join session over on over.group_id = $1 and over.id = spent.session_id
           where spent.group_id = $1 and spent.member_id = c.member_id and spent.guide_key = $5
             and spent.family = e.family and over.ends_at <= $4)))
     order by own.composed_at, own.session_id`,
    [session.groupId, panel.map(({ memberId }) => memberId), candidate.memberId, now, guide.key],
  );
}

/** The families that opposite sets hold. */
export async function familiesAgainst(
  tx: EntityManager,
  { session: { groupId } }: SetCase,
  opposites: readonly Opposite[],
): Promise<ReadonlySet<string>> {
  if (opposites.length === 0) return new Set();
  const rows: { family: string }[] = await tx.query(
    'select family from question_claim where group_id = $1 and session_id = any($2)',
    [groupId, opposites.map(({ sessionId }) => sessionId)],
  );
  return new Set(rows.map(({ family }) => family));
}

/**
 * Whether a set may use a family beside an opposite set. About half of all families are allowed, always the same ones, and a secret decides which. So
 * however often a set is composed, a family that never comes may be in the other half as well as in the opposite set.
 */
export const isAllowedBeside = ([first]: readonly Opposite[], family: string): boolean =>
  first === undefined || createHash('sha256').update(first.salt).update(family).digest()[0]! % 2 === 0;

/** How many questions a set may have beside an opposite set: at most half of what its interviewers see as fresh; null where nothing limits it. */
export async function limitFor(tx: EntityManager, setCase: SetCase, now: Date): Promise<number | null> {
  const [first] = await oppositesOf(tx, setCase, now);
  return first ? Math.floor((await shownAsFresh(tx, setCase, first.composedAt, now)) / 2) : null;
}

/** Refuses a choice by hand where the choice is narrowed. */
export function assertNotByHand(limit: number | null, field: string): void {
  if (limit === null) return;
  const message = `The candidate also interviews a member of this panel, so the service chooses the questions of both sessions. Leave out ${field}.`;
  throw new DomainError('FORBIDDEN', message);
}
