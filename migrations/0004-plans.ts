import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Plans, their candidates, and each candidate's loop. */
export class Plans0000000000004 implements MigrationInterface {
  name = 'Plans0000000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table plan (
        group_id uuid not null,
        id uuid not null,
        guide_id uuid not null,
        title text not null,
        starts_on date not null,
        bar double precision not null,
        created_at timestamptz not null,
        created_by_id uuid not null,
        constraint plan_pkey primary key (group_id, id),
        constraint plan_bar_check check (bar between 1 and 4)
      );
      alter table plan
        add constraint plan_guide_fkey foreign key (group_id, guide_id) references guide (group_id, id),
        add constraint plan_created_by_fkey foreign key (group_id, created_by_id) references member (group_id, id);

      create table candidate (
        group_id uuid not null,
        id uuid not null,
        plan_id uuid not null,
        member_id uuid not null,
        track_key text not null,
        target_date date not null,
        enrolled_at timestamptz not null,
        withdrawn_at timestamptz,
        readiness_sharing text not null,
        constraint candidate_pkey primary key (group_id, id),
        constraint candidate_member_key unique (group_id, plan_id, member_id),
        constraint candidate_readiness_sharing_check check (readiness_sharing in ('PRIVATE', 'LEVEL', 'FULL'))
      );
      create index candidate_member_idx on candidate (group_id, member_id);
      alter table candidate
        add constraint candidate_plan_fkey foreign key (group_id, plan_id) references plan (group_id, id),
        add constraint candidate_member_fkey foreign key (group_id, member_id) references member (group_id, id);

      create table loop_round (
        group_id uuid not null,
        id uuid not null,
        candidate_id uuid not null,
        round_id uuid not null,
        included boolean not null,
        target_sessions integer not null,
        real_interview_on date,
        window_start date not null,
        window_end date not null,
        constraint loop_round_pkey primary key (group_id, id),
        constraint loop_round_round_key unique (group_id, candidate_id, round_id),
        constraint loop_round_target_sessions_check check (target_sessions between 1 and 10),
        constraint loop_round_window_check check (window_start <= window_end)
      );
      alter table loop_round
        add constraint loop_round_candidate_fkey foreign key (group_id, candidate_id) references candidate (group_id, id),
        add constraint loop_round_round_fkey foreign key (group_id, round_id) references round (group_id, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table loop_round; drop table candidate; drop table plan;');
  }
}
