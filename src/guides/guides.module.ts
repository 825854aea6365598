import { Module } from '@nestjs/common';
import type { Ref } from '../common/ids.js';
import { registerNode } from '../common/nodes.js';
import type { RequestState } from '../common/request-state.js';
import { presentViewer } from '../groups/groups.state.js';
import { PeopleModule } from '../people/people.module.js';
import { Guide } from './guide.entity.js';
import { guideOf, questionOf, roundOf } from './guides.state.js';
import { GroupGuidesResolver, GuidesResolver } from './guides.resolver.js';
import { GuidesService } from './guides.service.js';
import { Question } from './question.entity.js';
import { QuestionsResolver, RoundsResolver } from './guide-parts.resolver.js';
import { Round } from './round.entity.js';

/** Guides are open to every member of the group. */
const mayRead = (state: RequestState, { groupId }: Ref): boolean => presentViewer(state, groupId) !== null;

registerNode('Guide', [Guide], { find: guideOf, mayRead });

registerNode('Question', [Question], { find: questionOf, mayRead });

registerNode('Round', [Round], { find: roundOf, mayRead });

@Module({
  imports: [PeopleModule],
  providers: [GuidesService, GuidesResolver, GroupGuidesResolver, RoundsResolver, QuestionsResolver],
})
export class GuidesModule {}
