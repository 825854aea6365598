import { Field, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Ref } from '../common/ids.js';
import { IdField, Text } from '../common/input.js';
import { NodeObject } from '../common/nodes.js';
import { SwapStatus } from './swap.rules.js';

registerEnumType(SwapStatus, {
  name: 'SwapStatus',
  description: 'The state of a swap or of a request for cover.',
  valuesMap: {
    OPEN: { description: 'It waits for an answer.' },
    ACCEPTED: { description: 'It was accepted, and the seats have changed hands.' },
    DECLINED: { description: 'The member who was asked said no.' },
    WITHDRAWN: { description: 'The member who proposed it took it back.' },
    EXPIRED: {
      description: 'The earlier session has started, a session or a seat has changed, or one of the members has left.',
    },
  },
});

@ObjectType('SwapProposal', {
  implements: () => NodeObject,
  description:
    'Two seats that change hands in one act, or, without take, a request for another member to take over a seat. It expires when the earlier session starts.',
})
export class SwapProposalObject extends NodeObject {
  @Field({ description: 'Why. Members of the group can read it, and it stays in the histories of the sessions.' })
  reason!: string;
}

@InputType({
  description:
    'Offers your seat for another seat (takeAssignmentId), or asks for cover. Leave out askedOfMemberId as well to ask every qualified member.',
})
export class ProposeSwapInput {
  @IdField('Assignment', { description: 'Your seat.' })
  giveAssignmentId!: Ref;

  @IdField('Assignment', { nullable: true, description: 'The seat that you would get in return.' })
  takeAssignmentId?: Ref | null;

  @IdField('Member', { nullable: true, description: 'The member who should cover your seat.' })
  askedOfMemberId?: Ref | null;

  @Field({ description: 'Why. Members of the group can read it, and it stays in the histories of the sessions.' })
  @Text({ max: 500 })
  reason!: string;
}
