import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a participant last opened a session, so that they learn of later changes. */
export class SessionLooks0000000000009 implements MigrationInterface {
  name = 'SessionLooks0000000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table session_look (
        group_id uuid not null,
        session_id uuid not null,
        member_id uuid not null,
        at timestamptz not null,
        constraint session_look_pkey primary key (group_id, session_id, member_id)
      );
      alter table session_look
        add constraint session_look_session_fkey foreign key (group_id, session_id) references session (group_id, id),
        add constraint session_look_member_fkey foreign key (group_id, member_id) references member (group_id, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table session_look;');
  }
}
