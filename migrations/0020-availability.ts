import type { MigrationInterface, QueryRunner } from 'typeorm';

const before = ['people', 'guides', 'plans', 'sessions', 'feedback'];
const after = [...before, 'availability'];

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

const kinds = [
  'RECRUITER_SCREEN',
  'PHONE_SCREEN',
  'CODING',
  'SYSTEM_DESIGN',
  'DOMAIN',
  'BEHAVIORAL',
  'HIRING_MANAGER',
  'OTHER',
];

/** When members can be asked, as wall time, and which kinds of round they may interview for. */
export class Availability0000000000020 implements MigrationInterface {
  name = 'Availability0000000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table member
        add column qualified_for text[],
        add constraint member_qualified_for_check
          check (qualified_for <@ array[${kinds.map((kind) => `'${kind}'`).join(', ')}]);

      create table availability (
        group_id uuid not null,
        member_id uuid not null,
        weekly jsonb not null,
        exceptions jsonb not null,
        stated_at timestamptz not null,
        version integer not null,
        constraint availability_pkey primary key (group_id, member_id),
        constraint availability_weekly_check check (jsonb_typeof(weekly) = 'array'),
        constraint availability_exceptions_check check (jsonb_typeof(exceptions) = 'array')
      );
      alter table availability
        add constraint availability_member_fkey foreign key (group_id, member_id) references member (group_id, id);

      alter table group_revision add column availability uuid not null default gen_random_uuid();
      ${renewals(after)}
    `);
    for (const [event, rows] of Object.entries({ insert: 'new', update: 'new', delete: 'old' }))
      await runner.query(`
        create trigger note_${event} after ${event} on availability referencing ${rows} table as changed
          for each statement execute function note_change('availability');`);
    await runner.query(
      'create trigger note_truncate after truncate on availability for each statement execute function note_truncate();',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table availability;
      ${renewals(before)}
      alter table group_revision drop column availability;
      alter table member drop constraint member_qualified_for_check, drop column qualified_for;
    `);
  }
}
