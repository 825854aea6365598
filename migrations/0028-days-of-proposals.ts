import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A proposal keeps the days that were asked for, because reasons that are worked out later are about these days. */
export class DaysOfProposals0000000000028 implements MigrationInterface {
  name = 'DaysOfProposals0000000000028';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table proposal add column from_date date, add column to_date date');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table proposal drop column from_date, drop column to_date');
  }
}
