import { Controller, Get, Inject, ServiceUnavailableException } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { CLOCK, type Clock } from '../common/clock.js';
import { writeTrouble } from '../common/write-trouble.js';

/** A probe needs its answer soon, even while Postgres hangs. */
const ANSWER_MILLISECONDS = 1_500;

/** For operators: whether the process is up, and whether it can serve. */
@Controller('health')
export class HealthController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('live')
  live() {
    return { status: 'live' };
  }

  @Get('ready')
  async ready() {
    if (writeTrouble.isRecent(this.clock.now()))
      throw new ServiceUnavailableException({ status: 'the database accepts no writes' });
    const answered = this.db.query('select 1').then(
      () => true,
      () => false,
    );
    const late = pause(ANSWER_MILLISECONDS, false, { ref: false });
    if (await Promise.race([answered, late])) return { status: 'ready' };
    throw new ServiceUnavailableException({ status: 'the database does not answer' });
  }
}
