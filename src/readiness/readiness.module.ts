import { Module } from '@nestjs/common';
import { PlanBoardResolver } from './board.resolver.js';
import { CalibrationLinesResolver, GroupCalibrationResolver } from './calibration.resolver.js';
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
