import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Scorecards. What was submitted is only ever added to: a version and its ratings are never updated or deleted. */
export class Feedback0000000000006 implements MigrationInterface {
  name = 'Feedback0000000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table scorecard (
        group_id uuid not null,
        id uuid not null,
        session_id uuid not null,
        author_id uuid not null,
        created_at timestamptz not null,
        constraint scorecard_pkey primary key (group_id, id),
        constraint scorecard_author_key unique (group_id, session_id, author_id)
      );
      alter table scorecard
        add constraint scorecard_seat_fkey
          foreign key (group_id, session_id, author_id) references assignment (group_id, session_id, member_id);

      create table scorecard_draft (
        group_id uuid not null,
        scorecard_id uuid not null,
        saved_at timestamptz not null,
        ratings jsonb not null,
        recommendation text,
        strengths text not null,
        growth_areas text not null,
        constraint scorecard_draft_pkey primary key (group_id, scorecard_id)
      );
      alter table scorecard_draft
        add constraint scorecard_draft_scorecard_fkey
          foreign key (group_id, scorecard_id) references scorecard (group_id, id);

      create table scorecard_version (
        group_id uuid not null,
        id uuid not null,
        scorecard_id uuid not null,
        number integer not null,
        submitted_at timestamptz not null,
        recommendation text not null,
        strengths text not null,
        growth_areas text not null,
        constraint scorecard_version_pkey primary key (group_id, id),
        constraint scorecard_version_number_key unique (group_id, scorecard_id, number),
        constraint scorecard_version_recommendation_check
          check (recommendation in ('STRONG_NO_HIRE', 'NO_HIRE', 'HIRE', 'STRONG_HIRE', 'NO_DECISION'))
      );
      alter table scorecard_version
        add constraint scorecard_version_scorecard_fkey
          foreign key (group_id, scorecard_id) references scorecard (group_id, id);

      create table rating (
        group_id uuid not null,
        version_id uuid not null,
        criterion_key text not null,
        level integer,
        evidence text not null,
        constraint rating_pkey primary key (group_id, version_id, criterion_key),
        constraint rating_level_check check (level between 1 and 4),
        constraint rating_evidence_check check (level is null or evidence <> '')
      );
      alter table rating
        add constraint rating_version_fkey foreign key (group_id, version_id) references scorecard_version (group_id, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table rating; drop table scorecard_version; drop table scorecard_draft; drop table scorecard;',
    );
  }
}
