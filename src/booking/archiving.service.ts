import { Inject, Injectable } from '@nestjs/common';
import { DataSource, IsNull, MoreThan, type EntityManager } from 'typeorm';
import type { Actor } from '../common/context.js';
import { invalidState } from '../common/errors.js';
import type { Ref } from '../common/ids.js';
import { inTransaction, lockGroup } from '../common/transaction.js';
import { Group } from '../groups/group.entity.js';
import { groupFor } from '../groups/groups.access.js';
import { planFor } from '../plans/plans.access.js';
import { Plan } from '../plans/plan.entity.js';
import { Session } from '../sessions/session.entity.js';

/** Archives what is finished: takes it out of lists, attention and booking, or puts it back. Nothing is deleted. */
@Injectable()
export class ArchivingService {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  archivePlan(actor: Actor, ref: Ref, isArchived: boolean): Promise<Plan> {
    return inTransaction(this.db, async (tx) => {
      const now = await lockGroup(tx, actor, ref.groupId);
      const { plan, viewer } = await planFor(tx, actor, ref, 'archive');
      if ((plan.archivedAt !== null) === isArchived) return plan;
      const { groupId, id: planId } = plan;
      if (isArchived) await assertNothingToCome(tx, { groupId, planId }, now);
      return tx.save(Object.assign(plan, archive(isArchived, viewer.id, now)));
    });
  }

  archiveGroup(actor: Actor, ref: Ref, isArchived: boolean): Promise<Group> {
    return inTransaction(this.db, async (tx) => {
      const now = await lockGroup(tx, actor, ref.id);
      const { group, member } = await groupFor(tx, actor, ref, 'archive');
      if ((group.archivedAt !== null) === isArchived) return group;
      if (isArchived) await assertNothingToCome(tx, { groupId: group.id }, now);
      return tx.save(Object.assign(group, archive(isArchived, member.id, now)));
    });
  }
}

const archive = (isArchived: boolean, memberId: string, now: Date) => ({
  archivedAt: isArchived ? now : null,
  archivedById: isArchived ? memberId : null,
});

async function assertNothingToCome(
  tx: EntityManager,
  where: { groupId: string; planId?: string },
  now: Date,
): Promise<void> {
  if (!(await tx.existsBy(Session, { ...where, cancelledAt: IsNull(), endsAt: MoreThan(now) }))) return;
  throw invalidState('SCHEDULED', 'Some sessions are upcoming or running. Cancel them, or wait until they are over.');
}
