import { Controller, Get, Inject, ServiceUnavailableException } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** For whoever keeps the service running: is the process up, and can it serve? */
@Controller('health')
export class HealthController {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Get('live')
  live() {
    return { status: 'live' };
  }

  @Get('ready')
  async ready() {
    await this.db.query('select 1').catch(() => {
      throw new ServiceUnavailableException({ status: 'the database does not answer' });
    });
    return { status: 'ready' };
  }
}
