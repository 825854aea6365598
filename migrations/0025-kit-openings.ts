import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who has opened which state of a set, the secret of a group's choices, and swaps that stay expired. */
export class KitOpenings0000000000025 implements MigrationInterface {
  name = 'KitOpenings0000000000025';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table swap_proposal
        drop constraint swap_proposal_status_check,
        add constraint swap_proposal_status_check
          check (status in ('OPEN', 'ACCEPTED', 'DECLINED', 'WITHDRAWN', 'EXPIRED'));

      alter table "group" add column question_secret uuid not null default gen_random_uuid();

      -- The default serves processes of the version before during a rolling restart.
      alter table question_set add column revision integer not null default 1;

      create table question_kit_opening (
        group_id uuid not null,
        session_id uuid not null,
        member_id uuid not null,
        revision integer not null,
        at timestamptz not null,
        constraint question_kit_opening_pkey primary key (group_id, session_id, member_id)
      );
      alter table question_kit_opening
        add constraint question_kit_opening_session_fkey foreign key (group_id, session_id) references session (group_id, id),
        add constraint question_kit_opening_member_fkey foreign key (group_id, member_id) references member (group_id, id);
    `);
    for (const [event, rows] of Object.entries({ insert: 'new', update: 'new', delete: 'old' }))
      await runner.query(`
        create trigger note_${event} after ${event} on question_kit_opening referencing ${rows} table as changed
          for each statement execute function note_change('questions');`);
    await runner.query(
      'create trigger note_truncate after truncate on question_kit_opening for each statement execute function note_truncate();',
    );
  }

  /** Swaps that have expired go: the former check does not know them. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table question_kit_opening;
      alter table question_set drop column revision;
      alter table "group" drop column question_secret;
      delete from swap_proposal where status = 'EXPIRED';
      alter table swap_proposal
        drop constraint swap_proposal_status_check,
        add constraint swap_proposal_status_check check (status in ('OPEN', 'ACCEPTED', 'DECLINED', 'WITHDRAWN'));
    `);
  }
}
