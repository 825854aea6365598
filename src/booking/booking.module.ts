import { Module } from '@nestjs/common';
import { ArchivingService } from './archiving.service.js';
import { AttendanceService } from './attendance.service.js';
import { BookingResolver } from './booking.resolver.js';
import { BookingService } from './booking.service.js';
import { ExchangeService } from './exchange.service.js';
import { PlanChangesResolver } from './plan-changes.resolver.js';
import { PlanChangesService } from './plan-changes.service.js';
import { ReassigningService } from './reassigning.service.js';
import { ReschedulingService } from './rescheduling.service.js';
import { MemberReliabilityResolver } from './reliability.resolver.js';

/** Acts whose consequences reach sessions: booking, moving, cancelling, attendance, archiving and editions. */
@Module({
  providers: [
    BookingService,
    BookingResolver,
    AttendanceService,
    ReassigningService,
    ReschedulingService,
    ExchangeService,
    ArchivingService,
    PlanChangesService,
    PlanChangesResolver,
    MemberReliabilityResolver,
  ],
})
export class BookingModule {}
