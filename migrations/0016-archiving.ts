import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Plans and groups that are finished: out of lists, attention and booking, and nothing is deleted. */
export class Archiving0000000000016 implements MigrationInterface {
  name = 'Archiving0000000000016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table plan
        add column archived_at timestamptz,
        add column archived_by_id uuid,
        add constraint plan_archived_check check ((archived_at is null) = (archived_by_id is null)),
        add constraint plan_archived_by_fkey foreign key (group_id, archived_by_id) references member (group_id, id);
      alter table "group"
        add column archived_at timestamptz,
        add column archived_by_id uuid,
        add constraint group_archived_check check ((archived_at is null) = (archived_by_id is null));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table plan drop column archived_at, drop column archived_by_id;
      alter table "group" drop column archived_at, drop column archived_by_id;
    `);
  }
}
