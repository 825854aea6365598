import type { MigrationInterface, QueryRunner } from 'typeorm';

const kinds = `'SCHEDULED', 'LOGGED', 'RESCHEDULED', 'REASSIGNED', 'SWAPPED', 'CANCELLED', 'LINK_CHANGED', 'ATTENDANCE', 'OVERRIDE'`;

const allow = (allowed: string) => `
  alter table session_event
    drop constraint session_event_kind_check,
    add constraint session_event_kind_check check (kind in (${allowed}))`;

/** The history of one half says that its exchange ended, because the other half was changed alone. */
export class EndedExchanges0000000000029 implements MigrationInterface {
  name = 'EndedExchanges0000000000029';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(allow(`${kinds}, 'EXCHANGE_ENDED'`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from session_event where kind = 'EXCHANGE_ENDED'`);
    await runner.query(allow(kinds));
  }
}
