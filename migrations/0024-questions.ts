import type { MigrationInterface, QueryRunner } from 'typeorm';

const before = ['people', 'guides', 'plans', 'sessions', 'feedback', 'availability', 'scheduling'];
const after = [...before, 'questions'];

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

/** Which questions a session asks, and how members have met questions. */
export class Questions0000000000024 implements MigrationInterface {
  name = 'Questions0000000000024';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table question_set (
        group_id uuid not null,
        session_id uuid not null,
        composed_at timestamptz not null,
        composed_by_id uuid not null,
        shortfall text,
        constraint question_set_pkey primary key (group_id, session_id)
      );
      alter table question_set
        add constraint question_set_session_fkey foreign key (group_id, session_id) references session (group_id, id),
        add constraint question_set_composed_by_fkey foreign key (group_id, composed_by_id) references member (group_id, id);

      create table question_set_item (
        group_id uuid not null,
        id uuid not null,
        session_id uuid not null,
        position integer not null,
        question_id uuid not null,
        reason text not null,
        asked boolean,
        constraint question_set_item_pkey primary key (group_id, id),
        constraint question_set_item_question_key unique (group_id, session_id, question_id)
      );
      create index question_set_item_question_idx on question_set_item (group_id, question_id);
      alter table question_set_item
        add constraint question_set_item_set_fkey
          foreign key (group_id, session_id) references question_set (group_id, session_id),
        add constraint question_set_item_question_fkey foreign key (group_id, question_id) references question (group_id, id);

      -- A family that a set holds for its candidate, or that they were asked. The key makes sure that no family comes twice.
      create table question_claim (
        group_id uuid not null,
        member_id uuid not null,
        guide_key text not null,
        family text not null,
        session_id uuid not null,
        constraint question_claim_pkey primary key (group_id, member_id, guide_key, family)
      );
      create index question_claim_session_idx on question_claim (group_id, session_id);
      alter table question_claim
        add constraint question_claim_member_fkey foreign key (group_id, member_id) references member (group_id, id),
        add constraint question_claim_set_fkey foreign key (group_id, session_id) references question_set (group_id, session_id);

      create table question_exposure (
        group_id uuid not null,
        id uuid not null,
        member_id uuid not null,
        question_id uuid not null,
        guide_key text not null,
        family text not null,
        kind text not null,
        at timestamptz not null,
        session_id uuid,
        constraint question_exposure_pkey primary key (group_id, id),
        constraint question_exposure_kind_key unique (group_id, member_id, question_id, kind),
        constraint question_exposure_kind_check check (kind in ('OPENED', 'AUTHORED', 'SELF_DECLARED'))
      );
      create index question_exposure_family_idx on question_exposure (group_id, member_id, guide_key, family);
      create index question_exposure_session_idx on question_exposure (group_id, session_id);
      alter table question_exposure
        add constraint question_exposure_member_fkey foreign key (group_id, member_id) references member (group_id, id),
        add constraint question_exposure_question_fkey foreign key (group_id, question_id) references question (group_id, id),
        add constraint question_exposure_session_fkey foreign key (group_id, session_id) references session (group_id, id);

      alter table group_revision add column questions uuid not null default gen_random_uuid();
      ${renewals(after)}
    `);
    for (const table of ['question_set', 'question_set_item', 'question_claim', 'question_exposure']) {
      for (const [event, rows] of Object.entries({ insert: 'new', update: 'new', delete: 'old' }))
        await runner.query(`
          create trigger note_${event} after ${event} on ${table} referencing ${rows} table as changed
            for each statement execute function note_change('questions');`);
      await runner.query(
        `create trigger note_truncate after truncate on ${table} for each statement execute function note_truncate();`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table question_exposure;
      drop table question_claim;
      drop table question_set_item;
      drop table question_set;
      ${renewals(before)}
      alter table group_revision drop column questions;
    `);
  }
}
