import { Module } from '@nestjs/common';
import {
  BlockResolver,
  LoopRoundSlotsResolver,
  MemberBalanceResolver,
  ProposedSeatResolver,
  RemedyResolver,
  SlotResolver,
  SlotSearchResolver,
} from './slots.resolver.js';

/** Where and with whom a session could take place, and why nowhere. */
@Module({
  providers: [
    MemberBalanceResolver,
    LoopRoundSlotsResolver,
    SlotSearchResolver,
    SlotResolver,
    ProposedSeatResolver,
    BlockResolver,
    RemedyResolver,
  ],
})
export class SchedulingModule {}
