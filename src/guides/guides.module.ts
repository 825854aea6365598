import { Module } from '@nestjs/common';
import type { EntityManager, EntityTarget } from 'typeorm';
import type { Actor } from '../common/context.js';
import { notFound } from '../common/errors.js';
import type { Ref } from '../common/ids.js';
import { loading } from '../common/loading.js';
import { registerNode } from '../common/nodes.js';
import { memberFor } from '../groups/membership.js';
import { PeopleModule } from '../people/people.module.js';
import { Guide } from './guide.entity.js';
import { roundById } from './guides.loaders.js';
import { GroupGuidesResolver, GuidesResolver } from './guides.resolver.js';
import { guideFor, GuidesService } from './guides.service.js';
import { Question } from './question.entity.js';
import { QuestionsResolver, RoundsResolver } from './questions.resolver.js';
import { Round } from './round.entity.js';

/** Rounds and questions are open to every member of the group. */
async function assertReadable(
  db: EntityManager,
  actor: Actor,
  entity: EntityTarget<Ref>,
  ref: Ref,
  what: string,
): Promise<Ref> {
  await memberFor(db, actor, ref.groupId, 'read', what);
  const row = await db.findOneBy(entity, { groupId: ref.groupId, id: ref.id });
  if (!row) throw notFound(what);
  return row;
}

registerNode('Guide', Guide, guideFor);

registerNode('Question', Question, (db, actor, ref) => assertReadable(db, actor, Question, ref, 'question'));

registerNode('Round', Round, async (db, actor, ref) => {
  await assertReadable(db, actor, Round, ref, 'round');
  return loading({ db, present: actor, viewerId: actor.personId })(roundById, ref);
});

@Module({
  imports: [PeopleModule],
  providers: [GuidesService, GuidesResolver, GroupGuidesResolver, RoundsResolver, QuestionsResolver],
})
export class GuidesModule {}
