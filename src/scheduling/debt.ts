import type { EntityManager } from 'typeorm';
import { DomainError } from '../common/errors.js';
import { publicId } from '../common/ids.js';
import { daysAfter } from '../common/time.js';
import { owedSince } from '../feedback/debts.js';
import type { Member } from '../groups/member.entity.js';
import type { Circumstances } from './booking.js';
import { debtRefusal } from './debt.rules.js';

/** Refuses to book a candidate who has owed scorecards of this group for too long. No override sets this aside. */
export async function assertOutOfDebt(
  tx: EntityManager,
  { group, candidateMember }: Circumstances,
  viewer: Member,
  now: Date,
): Promise<void> {
  const { feedbackDebtDays } = group;
  const owed = await owedSince(tx, candidateMember, daysAfter(now, -feedbackDebtDays), now);
  if (owed.length === 0) return;
  const isOwn = viewer.id === candidateMember.id;
  const details = isOwn ? { sessions: owed.map((ref) => publicId('Session', ref)) } : {};
  throw new DomainError('FEEDBACK_OVERDUE', debtRefusal(owed.length, feedbackDebtDays, isOwn), details);
}
