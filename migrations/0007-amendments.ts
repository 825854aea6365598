import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A version that was written after others could read the one before it says why. */
export class Amendments0000000000007 implements MigrationInterface {
  name = 'Amendments0000000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table scorecard_version
        add column reason text,
        add constraint scorecard_version_reason_check check (reason <> '');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table scorecard_version drop column reason;');
  }
}
