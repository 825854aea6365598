import type { EntityManager } from 'typeorm';
import { DomainError } from '../common/errors.js';
import { publicId, type Ref } from '../common/ids.js';
import { dueSql, owingSql } from '../feedback/owed.loaders.js';
import type { Member } from '../groups/member.entity.js';
import type { Circumstances } from './booking.js';
import { debtRefusal } from './debt.rules.js';

/** Refuses to book a candidate who has owed scorecards of this group for too long. An organizer may set it aside for others. */
export async function assertOutOfDebt(
  tx: EntityManager,
  { group, candidateMember }: Circumstances,
  { viewer, overrides }: { viewer: Member; overrides: boolean },
  now: Date,
): Promise<void> {
  const { feedbackDebtDays } = group;
  const owed = await owedTooLong(tx, candidateMember, now);
  const isOwn = viewer.id === candidateMember.id;
  if (owed.length === 0 || (overrides && !isOwn)) return;
  const details = isOwn ? { sessions: owed.map((ref) => publicId('Session', ref)) } : {};
  throw new DomainError('FEEDBACK_OVERDUE', debtRefusal(owed.length, feedbackDebtDays, isOwn), details);
}

/**
 * The sessions whose scorecard a member has owed for longer than their terms allow, the oldest first. Logging a session makes others late for
 * nothing that they agreed to, so that it blocks only the interviewer who logged it. What is archived
 * blocks only the organizer who archived it.
 */
async function owedTooLong(
  tx: EntityManager,
  { groupId, id }: Pick<Member, 'groupId' | 'id'>,
  now: Date,
): Promise<Ref[]> {
  return tx.query(
    `select s.group_id as "groupId", s.id from assignment a
       join session s on s.group_id = a.group_id and s.id = a.session_id
       join plan p on p.group_id = s.group_id and p.id = s.plan_id
       join "group" g on g.id = s.group_id
     where a.group_id = $1 and s.group_id = $1 and a.member_id = $2
       and ${dueSql} + make_interval(days => s.debt_days) < $3 and ${owingSql('$3')} and (not s.logged or s.entered_by_id = a.member_id)
       and (coalesce(p.archived_at, g.archived_at) is null or a.member_id in (p.archived_by_id, g.archived_by_id))
     order by ${dueSql}, s.id`,
    [groupId, id, now],
  );
}
