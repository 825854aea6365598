import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions, booked or proposed, that are the two halves of one exchange. */
export class Exchanges0000000000022 implements MigrationInterface {
  name = 'Exchanges0000000000022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table session
        add column exchanged_with_id uuid,
        add constraint session_exchanged_with_fkey
          foreign key (group_id, exchanged_with_id) references session (group_id, id);

      alter table proposed_session
        add column exchanged_with_id uuid,
        add constraint proposed_session_exchanged_with_fkey
          foreign key (group_id, exchanged_with_id) references proposed_session (group_id, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table proposed_session drop column exchanged_with_id;
      alter table session drop column exchanged_with_id;
    `);
  }
}
