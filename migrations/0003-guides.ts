import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Guides, whose rounds and questions are rows because other tables and requests name them one by one. */
export class Guides0000000000003 implements MigrationInterface {
  name = 'Guides0000000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table guide (
        group_id uuid not null,
        id uuid not null,
        key text not null,
        edition integer not null,
        company text not null,
        role text not null,
        summary text not null,
        difficulty text not null,
        outline jsonb not null,
        imported_at timestamptz not null,
        imported_by_id uuid not null,
        constraint guide_pkey primary key (group_id, id),
        constraint guide_edition_key unique (group_id, key, edition)
      );
      alter table guide
        add constraint guide_imported_by_fkey foreign key (group_id, imported_by_id) references member (group_id, id);

      create table round (
        group_id uuid not null,
        id uuid not null,
        guide_id uuid not null,
        key text not null,
        position integer not null,
        stage_key text not null,
        title text not null,
        kind text not null,
        minutes integer not null,
        panel_size integer not null,
        target_sessions integer not null,
        weight double precision not null,
        pacing_from double precision not null,
        pacing_to double precision not null,
        summary text not null,
        criteria jsonb not null,
        area_keys text[] not null,
        topic_keys text[] not null,
        constraint round_pkey primary key (group_id, id),
        constraint round_key_key unique (group_id, guide_id, key),
        constraint round_position_key unique (group_id, guide_id, position),
        constraint round_minutes_check check (minutes between 5 and 480),
        constraint round_panel_size_check check (panel_size between 1 and 5),
        constraint round_pacing_check check (pacing_from >= 0 and pacing_from < pacing_to and pacing_to <= 1)
      );
      alter table round
        add constraint round_guide_fkey foreign key (group_id, guide_id) references guide (group_id, id);

      create table question (
        group_id uuid not null,
        id uuid not null,
        guide_id uuid not null,
        key text not null,
        title text not null,
        topic_key text not null,
        kinds text[] not null,
        difficulty text not null,
        family text not null,
        prompt text not null,
        hints text[] not null,
        look_for text[] not null,
        author_id uuid,
        retired_at timestamptz,
        constraint question_pkey primary key (group_id, id),
        constraint question_key_key unique (group_id, guide_id, key),
        constraint question_difficulty_check check (difficulty in ('EASY', 'MEDIUM', 'HARD'))
      );
      alter table question
        add constraint question_guide_fkey foreign key (group_id, guide_id) references guide (group_id, id),
        add constraint question_author_fkey foreign key (group_id, author_id) references member (group_id, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table question; drop table round; drop table guide;');
  }
}
