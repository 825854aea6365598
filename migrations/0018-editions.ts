import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A plan can move to a later edition of its guide: a session refers to its round of the loop by id, because the loop's
 * round moves and that of a session that has begun does not; a target that nobody set is the guide's; and the editions
 * that a plan had are kept, so that the past keeps its numbers.
 */
export class Editions0000000000018 implements MigrationInterface {
  name = 'Editions0000000000018';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table loop_round
        add constraint loop_round_candidate_key unique (group_id, candidate_id, id),
        alter column target_sessions drop not null;
      update loop_round l set target_sessions = null from round r
        where r.group_id = l.group_id and r.id = l.round_id and r.target_sessions = l.target_sessions;

      alter table session add column loop_round_id uuid;
      update session s set loop_round_id = l.id from loop_round l
        where l.group_id = s.group_id and l.candidate_id = s.candidate_id and l.round_id = s.round_id;
      alter table session
        alter column loop_round_id set not null,
        drop constraint session_loop_round_fkey,
        add constraint session_loop_round_fkey
          foreign key (group_id, candidate_id, loop_round_id) references loop_round (group_id, candidate_id, id),
        add constraint session_round_fkey foreign key (group_id, round_id) references round (group_id, id);

      alter table former_inclusion add column loop_round_id uuid;
      update former_inclusion f set loop_round_id = l.id from loop_round l
        where l.group_id = f.group_id and l.candidate_id = f.candidate_id and l.round_id = f.round_id;
      alter table former_inclusion
        alter column loop_round_id set not null,
        drop constraint former_inclusion_loop_round_fkey,
        drop column round_id,
        add constraint former_inclusion_loop_round_fkey
          foreign key (group_id, candidate_id, loop_round_id) references loop_round (group_id, candidate_id, id);

      create table former_edition (
        group_id uuid not null,
        id uuid not null,
        plan_id uuid not null,
        until timestamptz not null,
        guide_id uuid not null,
        constraint former_edition_pkey primary key (group_id, id)
      );
      create index former_edition_plan_idx on former_edition (group_id, plan_id);
      alter table former_edition
        add constraint former_edition_plan_fkey foreign key (group_id, plan_id) references plan (group_id, id),
        add constraint former_edition_guide_fkey foreign key (group_id, guide_id) references guide (group_id, id);
    `);
  }

  /** Possible only while no plan has moved, because the former columns cannot express a move. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      do $$ begin
        if exists (select from former_edition) then
          raise exception 'A plan has moved to a later edition, which the schema before this migration cannot hold.';
        end if;
      end $$;
      drop table former_edition;

      alter table former_inclusion drop constraint former_inclusion_loop_round_fkey, add column round_id uuid;
      update former_inclusion f set round_id = l.round_id from loop_round l
        where l.group_id = f.group_id and l.id = f.loop_round_id;
      alter table former_inclusion
        alter column round_id set not null,
        drop column loop_round_id,
        add constraint former_inclusion_loop_round_fkey
          foreign key (group_id, candidate_id, round_id) references loop_round (group_id, candidate_id, round_id);

      alter table session
        drop constraint session_round_fkey,
        drop constraint session_loop_round_fkey,
        drop column loop_round_id,
        add constraint session_loop_round_fkey
          foreign key (group_id, candidate_id, round_id) references loop_round (group_id, candidate_id, round_id);

      update loop_round l set target_sessions = r.target_sessions from round r
        where r.group_id = l.group_id and r.id = l.round_id and l.target_sessions is null;
      alter table loop_round
        drop constraint loop_round_candidate_key,
        alter column target_sessions set not null;
    `);
  }
}
