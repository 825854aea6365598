import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What candidates say: how they judge themselves, and a word to each interviewer. Both are only ever inserted. */
export class SelfAssessments0000000000008 implements MigrationInterface {
  name = 'SelfAssessments0000000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table self_assessment (
        group_id uuid not null,
        session_id uuid not null,
        locked_at timestamptz not null,
        constraint self_assessment_pkey primary key (group_id, session_id)
      );
      alter table self_assessment
        add constraint self_assessment_session_fkey foreign key (group_id, session_id) references session (group_id, id);

      create table self_rating (
        group_id uuid not null,
        session_id uuid not null,
        criterion_key text not null,
        level integer,
        evidence text not null,
        constraint self_rating_pkey primary key (group_id, session_id, criterion_key),
        constraint self_rating_level_check check (level between 1 and 4)
      );
      alter table self_rating
        add constraint self_rating_self_assessment_fkey
          foreign key (group_id, session_id) references self_assessment (group_id, session_id);

      create table interviewer_note (
        group_id uuid not null,
        assignment_id uuid not null,
        helpful integer not null,
        text text not null,
        written_at timestamptz not null,
        constraint interviewer_note_pkey primary key (group_id, assignment_id),
        constraint interviewer_note_helpful_check check (helpful between 1 and 4)
      );
      alter table interviewer_note
        add constraint interviewer_note_assignment_fkey
          foreign key (group_id, assignment_id) references assignment (group_id, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table interviewer_note; drop table self_rating; drop table self_assessment;');
  }
}
