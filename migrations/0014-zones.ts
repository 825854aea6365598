import type { MigrationInterface, QueryRunner } from 'typeorm';
import { timeZoneFrom } from '../src/common/time.js';

/** Time zones in IANA's own casing. A name that was never IANA's is left: its owner picks another when they change it. */
export class Zones0000000000014 implements MigrationInterface {
  name = 'Zones0000000000014';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['person', '"group"']) {
      const rows = (await runner.query(`select distinct time_zone as zone from ${table}`)) as { zone: string }[];
      for (const { zone } of rows)
        await runner.query(`update ${table} set time_zone = $1 where time_zone = $2`, [
          timeZoneFrom(zone) ?? zone,
          zone,
        ]);
    }
  }

  async down(): Promise<void> {
    // The names mean the same in any casing.
  }
}
