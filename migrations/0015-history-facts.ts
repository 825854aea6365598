import type { MigrationInterface, QueryRunner } from 'typeorm';

/** History keeps facts, and the sentence is made for its reader. Lines that were written before keep theirs, and count as seen. */
export class HistoryFacts0000000000015 implements MigrationInterface {
  name = 'HistoryFacts0000000000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table session_event
        alter column summary drop not null,
        add column facts jsonb not null default '{}';
      alter table session_event alter column facts drop default;
      alter table session
        add column departure jsonb,
        drop constraint session_cancellation_check,
        add constraint session_cancellation_check
          check (num_nulls(cancelled_at, cancelled_by_id, coalesce(cancellation_reason, departure::text), cancelled_late) in (0, 4));
      insert into session_look (group_id, session_id, member_id, at)
        select a.group_id, a.session_id, a.member_id, now() from assignment a
        union
        select s.group_id, s.id, c.member_id, now() from session s
          join candidate c on c.group_id = s.group_id and c.id = s.candidate_id
        on conflict on constraint session_look_pkey do update set at = excluded.at;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update session_event set summary = 'Something changed.' where summary is null;
      alter table session_event drop column facts, alter column summary set not null;
      update session set cancellation_reason = 'A departure.' where cancelled_at is not null and cancellation_reason is null;
      alter table session
        drop constraint session_cancellation_check,
        drop column departure,
        add constraint session_cancellation_check
          check (num_nulls(cancelled_at, cancelled_by_id, cancellation_reason, cancelled_late) in (0, 4));
    `);
  }
}
