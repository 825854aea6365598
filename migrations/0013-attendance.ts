import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who said what of whom, what an organizer decided, and what counts by it now and from an instant on. */
export class Attendance0000000000013 implements MigrationInterface {
  name = 'Attendance0000000000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table attendance_statement (
        group_id uuid not null,
        id uuid not null,
        session_id uuid not null,
        person_id uuid not null,
        speaker_id uuid,
        is_decision boolean not null,
        attendance text not null,
        at timestamptz not null,
        absent_since timestamptz,
        constraint attendance_statement_pkey primary key (group_id, id),
        constraint attendance_statement_attendance_check check (attendance in ('ATTENDED', 'LATE', 'NO_SHOW', 'EXCUSED'))
      );
      create index attendance_statement_session_idx on attendance_statement (group_id, session_id, id);
      alter table attendance_statement
        add constraint attendance_statement_session_fkey foreign key (group_id, session_id) references session (group_id, id),
        add constraint attendance_statement_person_fkey foreign key (group_id, person_id) references member (group_id, id),
        add constraint attendance_statement_speaker_fkey foreign key (group_id, speaker_id) references member (group_id, id);
      alter table assignment
        add column next_attendance text,
        add column next_attendance_at timestamptz,
        add column card_stays boolean not null default false,
        add constraint assignment_next_attendance_check check (next_attendance in ('ATTENDED', 'LATE', 'NO_SHOW', 'EXCUSED'));
      alter table assignment alter column card_stays drop default;
      alter table session
        add column next_candidate_attendance text,
        add column next_candidate_attendance_at timestamptz,
        add column held_since timestamptz,
        add column stays_released_at timestamptz,
        add column charged_to_id uuid,
        add constraint session_charged_to_fkey foreign key (group_id, charged_to_id) references member (group_id, id),
        add constraint session_next_candidate_attendance_check
          check (next_candidate_attendance in ('ATTENDED', 'LATE', 'NO_SHOW', 'EXCUSED'));
      update session set charged_to_id = cancelled_by_id where cancelled_late;
      alter table member add column organizer_since timestamptz;
      update member set organizer_since = joined_at where role = 'ORGANIZER';
      alter table member add constraint member_organizer_check check ((role = 'ORGANIZER') = (organizer_since is not null));
      -- What was recorded before this rule keeps its effect, as if it had been decided.
      insert into attendance_statement (group_id, id, session_id, person_id, is_decision, attendance, at)
        select group_id, gen_random_uuid(), session_id, member_id, true, attendance, now()
          from assignment where attendance is not null
        union all
        select s.group_id, gen_random_uuid(), s.id, c.member_id, true, s.candidate_attendance, now()
          from session s join candidate c on c.group_id = s.group_id and c.id = s.candidate_id
          where s.candidate_attendance is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table attendance_statement;
      alter table assignment drop column next_attendance, drop column next_attendance_at, drop column card_stays;
      alter table session drop column next_candidate_attendance, drop column next_candidate_attendance_at,
        drop column held_since, drop column stays_released_at,
        drop column charged_to_id;
      alter table member drop column organizer_since;
    `);
  }
}
