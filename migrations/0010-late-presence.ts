import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When an interviewer who was called absent turned out, after the feedback was out, to have been there. */
export class LatePresence0000000000010 implements MigrationInterface {
  name = 'LatePresence0000000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table assignment add column found_present_at timestamptz;');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table assignment drop column found_present_at;');
  }
}
