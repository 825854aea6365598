import type { EntityManager } from 'typeorm';
import { DomainError } from '../common/errors.js';
import { newId } from '../common/ids.js';
import { daysAfter } from '../common/time.js';
import { FormerBar } from './former-bar.entity.js';
import { endOfState } from './former.rules.js';
import type { Plan } from './plan.entity.js';

/** Moves the bar of a plan, and keeps the former bar for questions about the past. */
export async function moveBar(tx: EntityManager, plan: Plan, bar: number, now: Date): Promise<void> {
  const where = { groupId: plan.groupId, planId: plan.id };
  const before = await tx.findOne(FormerBar, { where, order: { until: 'DESC' } });
  assertRested(before, now);
  await tx.insert(FormerBar, { ...where, id: newId(), until: endOfState(now, before), bar: plan.bar });
  plan.bar = bar;
}

/** The bar can move only once a day, because frequent moves would reveal the numbers behind the levels. */
function assertRested(before: FormerBar | null, now: Date): void {
  if (before === null || before.until <= daysAfter(now, -1)) return;
  throw new DomainError('LIMIT_REACHED', "A plan's bar can change only once in 24 hours. Change it tomorrow.");
}
