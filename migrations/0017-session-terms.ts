import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A session keeps the due hours, debt days and notice that its group had when it was entered. */
export class SessionTerms0000000000017 implements MigrationInterface {
  name = 'SessionTerms0000000000017';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table session add column due_hours integer, add column debt_days integer, add column notice_hours integer;
      update session s set due_hours = g.feedback_due_hours, debt_days = g.feedback_debt_days, notice_hours = g.minimum_notice_hours
        from "group" g where g.id = s.group_id;
      alter table session
        alter column due_hours set not null, alter column debt_days set not null, alter column notice_hours set not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table session drop column due_hours, drop column debt_days, drop column notice_hours;');
  }
}
