import { Module } from '@nestjs/common';
import { AvailabilityResolver, MemberAvailabilityResolver } from './availability.resolver.js';
import { AvailabilityService } from './availability.service.js';

@Module({ providers: [AvailabilityService, MemberAvailabilityResolver, AvailabilityResolver] })
export class AvailabilityModule {}
