import { Module } from '@nestjs/common';
import { CalibrationLinesResolver, GroupCalibrationResolver, PlanBoardResolver } from './board.resolver.js';
import { CandidateReadinessResolver, LoopRoundReadinessResolver } from './readiness.resolver.js';

@Module({
  providers: [
    CandidateReadinessResolver,
    LoopRoundReadinessResolver,
    PlanBoardResolver,
    GroupCalibrationResolver,
    CalibrationLinesResolver,
  ],
})
export class ReadinessModule {}
