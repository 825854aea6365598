import { Module } from '@nestjs/common';
import { PeopleModule } from '../people/people.module.js';
import { MemberReliabilityResolver } from './reliability.resolver.js';
import { ArchivingService } from './archiving.service.js';
import { AttendanceService } from './attendance.service.js';
import { AttentionItemsResolver, PersonAttentionResolver } from './attention.resolver.js';
import { BookingService } from './booking.service.js';
import { DeparturesService } from './departures.service.js';
import { PlanChangesResolver } from './plan-changes.resolver.js';
import { PlanChangesService } from './plan-changes.service.js';
import { SchedulingResolver } from './scheduling.resolver.js';

@Module({
  imports: [PeopleModule],
  providers: [
    BookingService,
    ArchivingService,
    AttendanceService,
    MemberReliabilityResolver,
    DeparturesService,
    PlanChangesService,
    PlanChangesResolver,
    SchedulingResolver,
    PersonAttentionResolver,
    AttentionItemsResolver,
  ],
})
export class SchedulingModule {}
