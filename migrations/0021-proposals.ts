import type { MigrationInterface, QueryRunner } from 'typeorm';

const before = ['people', 'guides', 'plans', 'sessions', 'feedback', 'availability'];
const after = [...before, 'scheduling'];

/** The functions that renew revisions name every slice. */
const renewals = (slices: readonly string[]) => `
  create or replace function renew_all_revisions() returns void language sql as $$
    update group_revision set ${slices.map((slice) => `${slice} = gen_random_uuid()`).join(', ')};
  $$;

  create or replace function renew_revisions() returns trigger language plpgsql as $$
  declare
    noted record;
  begin
    for noted in
      with mine as (delete from group_change where transaction = pg_current_xact_id() returning group_id, slice)
      select group_id, array_agg(slice) as slices from mine group by group_id order by group_id
    loop
      insert into group_revision as kept (group_id) values (noted.group_id)
        on conflict (group_id) do update set
          ${slices
            .map(
              (slice) =>
                `${slice} = case when '${slice}' = any(noted.slices) then gen_random_uuid() else kept.${slice} end`,
            )
            .join(', ')};
    end loop;
    return null;
  end $$;`;

/** Plans for many sessions at once, and who is working one out just now. */
export class Proposals0000000000021 implements MigrationInterface {
  name = 'Proposals0000000000021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table proposal (
        group_id uuid not null,
        id uuid not null,
        plan_id uuid not null,
        created_at timestamptz not null,
        created_by_id uuid not null,
        status text not null,
        unplaced jsonb not null,
        quality jsonb,
        constraint proposal_pkey primary key (group_id, id),
        constraint proposal_status_check check (status in ('SOLVING', 'OPEN', 'PUBLISHED', 'DISCARDED', 'FAILED'))
      );
      create index proposal_plan_idx on proposal (group_id, plan_id);
      alter table proposal
        add constraint proposal_plan_fkey foreign key (group_id, plan_id) references plan (group_id, id),
        add constraint proposal_created_by_fkey foreign key (group_id, created_by_id) references member (group_id, id);

      create table proposed_session (
        group_id uuid not null,
        id uuid not null,
        proposal_id uuid not null,
        loop_round_id uuid not null,
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        panel uuid[] not null,
        session_id uuid,
        constraint proposed_session_pkey primary key (group_id, id),
        constraint proposed_session_span_check check (starts_at < ends_at)
      );
      create index proposed_session_proposal_idx on proposed_session (group_id, proposal_id);
      alter table proposed_session
        add constraint proposed_session_proposal_fkey foreign key (group_id, proposal_id) references proposal (group_id, id),
        add constraint proposed_session_loop_round_fkey foreign key (group_id, loop_round_id) references loop_round (group_id, id),
        add constraint proposed_session_session_fkey foreign key (group_id, session_id) references session (group_id, id);

      -- One solve for a plan at a time. It is in no group's state, because it changes every second.
      create table solve_lease (
        group_id uuid not null,
        plan_id uuid not null,
        proposal_id uuid not null,
        expires_at timestamptz not null,
        phase text not null,
        placed integer not null,
        placed_bound integer,
        constraint solve_lease_pkey primary key (group_id, plan_id)
      );
      alter table solve_lease
        add constraint solve_lease_proposal_fkey foreign key (group_id, proposal_id) references proposal (group_id, id);

      alter table group_revision add column scheduling uuid not null default gen_random_uuid();
      ${renewals(after)}
    `);
    for (const table of ['proposal', 'proposed_session']) {
      for (const [event, rows] of Object.entries({ insert: 'new', update: 'new', delete: 'old' }))
        await runner.query(`
          create trigger note_${event} after ${event} on ${table} referencing ${rows} table as changed
            for each statement execute function note_change('scheduling');`);
      await runner.query(
        `create trigger note_truncate after truncate on ${table} for each statement execute function note_truncate();`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table solve_lease;
      drop table proposed_session;
      drop table proposal;
      ${renewals(before)}
      alter table group_revision drop column scheduling;
    `);
  }
}
