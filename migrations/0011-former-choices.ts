import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The bars of plans and the rounds of loops as they were until they were changed, so that the past keeps its numbers. */
export class FormerChoices0000000000011 implements MigrationInterface {
  name = 'FormerChoices0000000000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table former_bar (
        group_id uuid not null,
        id uuid not null,
        plan_id uuid not null,
        until timestamptz not null,
        bar double precision not null,
        constraint former_bar_pkey primary key (group_id, id)
      );
      create index former_bar_plan_idx on former_bar (group_id, plan_id);
      alter table former_bar
        add constraint former_bar_plan_fkey foreign key (group_id, plan_id) references plan (group_id, id);

      create table former_inclusion (
        group_id uuid not null,
        id uuid not null,
        candidate_id uuid not null,
        round_id uuid not null,
        until timestamptz not null,
        included boolean not null,
        constraint former_inclusion_pkey primary key (group_id, id)
      );
      create index former_inclusion_candidate_idx on former_inclusion (group_id, candidate_id);
      alter table former_inclusion
        add constraint former_inclusion_loop_round_fkey
          foreign key (group_id, candidate_id, round_id) references loop_round (group_id, candidate_id, round_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table former_inclusion; drop table former_bar;');
  }
}
