import { Parent, Resolver } from '@nestjs/graphql';
import { Ctx, type RequestContext } from '../common/context.js';
import { ReadField } from '../common/read-field.js';
import type { Group } from '../groups/group.entity.js';
import { GroupObject } from '../groups/groups.graphql.js';
import { groupOf } from '../groups/groups.state.js';
import { PersonObject } from '../people/people.graphql.js';
import type { Person } from '../people/person.entity.js';
import type { SwapProposal } from '../scheduling/swap-proposal.entity.js';
import { SwapProposalObject } from '../scheduling/swaps.graphql.js';
import { swapOf } from '../scheduling/swaps.state.js';
import type { Session } from '../sessions/session.entity.js';
import { SessionObject } from '../sessions/sessions.graphql.js';
import { sessionOf } from '../sessions/sessions.state.js';
import { AttentionItemObject } from './attention.graphql.js';
import { attentionOfViewer, type AttentionItemView } from './attention.state.js';

@Resolver(() => PersonObject)
export class PersonAttentionResolver {
  @ReadField(() => [AttentionItemObject], {
    description:
      'What needs your attention, most urgent first, at most 100 items: scorecards that you owe, statements about who came, sessions that were booked, changed or cancelled, feedback to read, open self-assessments, kits to open, swaps to answer, and hours that you have not stated. Empty for other people.',
  })
  attention(@Parent() { id }: Person, @Ctx() { state }: RequestContext): AttentionItemView[] {
    return id === state.viewerId ? attentionOfViewer(state) : [];
  }
}

@Resolver(() => AttentionItemObject)
export class AttentionItemsResolver {
  @ReadField(() => SessionObject, { nullable: true })
  session(@Parent() { groupId, sessionId }: AttentionItemView, @Ctx() { state }: RequestContext): Session | null {
    return sessionId === null ? null : sessionOf(state, { groupId, id: sessionId })!;
  }

  @ReadField(() => SwapProposalObject, { nullable: true, description: 'The swap to answer.' })
  swap(@Parent() { groupId, swapId }: AttentionItemView, @Ctx() { state }: RequestContext): SwapProposal | null {
    return swapId === null ? null : swapOf(state, { groupId, id: swapId })!;
  }

  @ReadField(() => GroupObject)
  group(@Parent() { groupId }: AttentionItemView, @Ctx() { state }: RequestContext): Group {
    return groupOf(state, groupId);
  }
}
