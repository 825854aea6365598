import { Module } from '@nestjs/common';
import { CandidateReadinessResolver, LoopRoundReadinessResolver } from './readiness.resolver.js';

@Module({ providers: [CandidateReadinessResolver, LoopRoundReadinessResolver] })
export class ReadinessModule {}
