import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The slices of a group's state, and the tables that each is read from. What concerns one person alone is in none. */
const slices = {
  people: ['member', 'invitation'],
  guides: ['guide', 'round', 'question'],
  plans: ['plan', 'candidate', 'loop_round', 'former_bar', 'former_edition', 'former_inclusion'],
  sessions: ['session', 'assignment', 'session_event', 'attendance_statement'],
  feedback: ['scorecard', 'scorecard_version', 'rating', 'self_assessment', 'self_rating', 'interviewer_note'],
};

const events = { insert: 'new', update: 'new', delete: 'old' };

/** Notes every change of a table, by the service or by hand. */
const watch = (table: string, act: string) =>
  Object.entries(events)
    .map(
      ([event, rows]) => `
      create trigger note_${event} after ${event} on "${table}" referencing ${rows} table as changed
        for each statement execute function ${act};`,
    )
    .join('') +
  `create trigger note_truncate after truncate on "${table}" for each statement execute function note_truncate();`;

const watched: [table: string, act: string][] = [
  ...Object.entries(slices).flatMap(([slice, tables]) =>
    tables.map((table): [string, string] => [table, `note_change('${slice}')`]),
  ),
  ['group', 'note_group_change()'],
  ['person', 'note_person_change()'],
];

/**
 * Each group has a random revision for each slice of its state. Triggers make a new one unforgettable: a statement notes the
 * groups that it changed, and one deferred trigger renews the revisions of all that the transaction noted, at its commit
 * and in the order of the groups. So writers neither deadlock nor wait for each other's whole transaction.
 */
export class Revisions0000000000019 implements MigrationInterface {
  name = 'Revisions0000000000019';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table group_revision (
        group_id uuid not null,
        people uuid not null default gen_random_uuid(),
        guides uuid not null default gen_random_uuid(),
        plans uuid not null default gen_random_uuid(),
        sessions uuid not null default gen_random_uuid(),
        feedback uuid not null default gen_random_uuid(),
        constraint group_revision_pkey primary key (group_id)
      );
      insert into group_revision (group_id) select id from "group";

      create unlogged table group_change (
        group_id uuid not null,
        slice text not null,
        transaction xid8 not null,
        constraint group_change_pkey primary key (group_id, slice, transaction)
      );
      create index group_change_transaction_idx on group_change (transaction);

      create function note_change() returns trigger language plpgsql as $$
      begin
        insert into group_change select distinct group_id, tg_argv[0], pg_current_xact_id() from changed
          on conflict do nothing;
        return null;
      end $$;

      create function note_group_change() returns trigger language plpgsql as $$
      begin
        insert into group_change select id, 'people', pg_current_xact_id() from changed on conflict do nothing;
        return null;
      end $$;

      create function note_person_change() returns trigger language plpgsql as $$
      begin
        insert into group_change
          select distinct member.group_id, 'people', pg_current_xact_id() from changed
            join member on member.person_id = changed.id
          on conflict do nothing;
        return null;
      end $$;

      create function renew_all_revisions() returns void language sql as $$
        update group_revision set people = gen_random_uuid(), guides = gen_random_uuid(), plans = gen_random_uuid(),
          sessions = gen_random_uuid(), feedback = gen_random_uuid();
      $$;

      create function note_truncate() returns trigger language plpgsql as $$
      begin
        perform renew_all_revisions();
        return null;
      end $$;

      create function renew_revisions() returns trigger language plpgsql as $$
      declare
        noted record;
      begin
        for noted in
          with mine as (delete from group_change where transaction = pg_current_xact_id() returning group_id, slice)
          select group_id, array_agg(slice) as slices from mine group by group_id order by group_id
        loop
          insert into group_revision as kept (group_id) values (noted.group_id)
            on conflict (group_id) do update set
              people = case when 'people' = any(noted.slices) then gen_random_uuid() else kept.people end,
              guides = case when 'guides' = any(noted.slices) then gen_random_uuid() else kept.guides end,
              plans = case when 'plans' = any(noted.slices) then gen_random_uuid() else kept.plans end,
              sessions = case when 'sessions' = any(noted.slices) then gen_random_uuid() else kept.sessions end,
              feedback = case when 'feedback' = any(noted.slices) then gen_random_uuid() else kept.feedback end;
        end loop;
        return null;
      end $$;
      create constraint trigger renew_revisions after insert on group_change deferrable initially deferred
        for each row execute function renew_revisions();

      -- A rename at the same moment would miss the new group for good.
      create function hold_person() returns trigger language plpgsql as $$
      begin
        perform 1 from person where id = new.person_id for share;
        return new;
      end $$;
      create trigger hold_person before insert on member for each row execute function hold_person();
    `);
    for (const [table, act] of watched) await runner.query(watch(table, act));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table] of watched)
      for (const event of [...Object.keys(events), 'truncate'])
        await runner.query(`drop trigger note_${event} on "${table}"`);
    await runner.query(`
      drop trigger hold_person on member;
      drop table group_change;
      drop table group_revision;
      drop function note_change, note_group_change, note_person_change, note_truncate, renew_revisions, renew_all_revisions, hold_person;
    `);
  }
}
