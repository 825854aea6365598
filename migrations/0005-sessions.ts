import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions, the seats of their panels, the bookings that keep everybody in one place, and the history. */
export class Sessions0000000000005 implements MigrationInterface {
  name = 'Sessions0000000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create extension if not exists btree_gist;

      create table session (
        group_id uuid not null,
        id uuid not null,
        plan_id uuid not null,
        candidate_id uuid not null,
        round_id uuid not null,
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        entered_at timestamptz not null,
        entered_by_id uuid not null,
        idempotency_key text,
        idempotency_fingerprint text,
        logged boolean not null,
        meeting_url text,
        wish text,
        candidate_attendance text,
        feedback_due_at timestamptz not null,
        first_submitted_at timestamptz,
        all_submitted_at timestamptz,
        cancelled_at timestamptz,
        cancelled_by_id uuid,
        cancelled_on_behalf_of_id uuid,
        cancellation_reason text,
        cancelled_late boolean,
        version integer not null,
        constraint session_pkey primary key (group_id, id),
        constraint session_idempotency_key unique (group_id, entered_by_id, idempotency_key),
        constraint session_span_check check (starts_at < ends_at),
        constraint session_candidate_attendance_check
          check (candidate_attendance in ('ATTENDED', 'LATE', 'NO_SHOW', 'EXCUSED')),
        constraint session_cancellation_check
          check (num_nulls(cancelled_at, cancelled_by_id, cancellation_reason, cancelled_late) in (0, 4)),
        constraint session_submitted_check check (all_submitted_at is null or first_submitted_at is not null)
      );
      create index session_starts_idx on session (group_id, starts_at, id);
      create index session_plan_idx on session (group_id, plan_id, starts_at);
      create index session_candidate_idx on session (group_id, candidate_id, starts_at);
      alter table session
        add constraint session_plan_fkey foreign key (group_id, plan_id) references plan (group_id, id),
        add constraint session_loop_round_fkey
          foreign key (group_id, candidate_id, round_id) references loop_round (group_id, candidate_id, round_id),
        add constraint session_entered_by_fkey foreign key (group_id, entered_by_id) references member (group_id, id),
        add constraint session_cancelled_by_fkey foreign key (group_id, cancelled_by_id) references member (group_id, id),
        add constraint session_cancelled_on_behalf_of_fkey
          foreign key (group_id, cancelled_on_behalf_of_id) references member (group_id, id);

      create table assignment (
        group_id uuid not null,
        id uuid not null,
        session_id uuid not null,
        member_id uuid not null,
        role text not null,
        attendance text,
        card_waived_at timestamptz,
        constraint assignment_pkey primary key (group_id, id),
        constraint assignment_member_key unique (group_id, session_id, member_id),
        constraint assignment_role_check check (role in ('LEAD', 'CO_INTERVIEWER', 'SHADOW')),
        constraint assignment_attendance_check check (attendance in ('ATTENDED', 'LATE', 'NO_SHOW', 'EXCUSED'))
      );
      create unique index assignment_lead_key on assignment (group_id, session_id) where role = 'LEAD';
      create index assignment_member_idx on assignment (group_id, member_id);
      alter table assignment
        add constraint assignment_session_fkey foreign key (group_id, session_id) references session (group_id, id),
        add constraint assignment_member_fkey foreign key (group_id, member_id) references member (group_id, id);

      create table booking (
        person_id uuid not null,
        session_id uuid not null,
        group_id uuid not null,
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        constraint booking_pkey primary key (person_id, session_id),
        constraint booking_span_check check (starts_at < ends_at),
        constraint booking_one_place_at_a_time
          exclude using gist (person_id with =, tstzrange(starts_at, ends_at) with &&) deferrable initially immediate
      );
      create index booking_session_idx on booking (group_id, session_id);
      alter table booking
        add constraint booking_person_fkey foreign key (person_id) references person (id),
        add constraint booking_session_fkey foreign key (group_id, session_id) references session (group_id, id);

      create table session_event (
        group_id uuid not null,
        id uuid not null,
        session_id uuid not null,
        at timestamptz not null,
        by_id uuid,
        kind text not null,
        reason text,
        summary text not null,
        constraint session_event_pkey primary key (group_id, id),
        constraint session_event_kind_check check (kind in ('SCHEDULED', 'LOGGED', 'RESCHEDULED', 'REASSIGNED', 'SWAPPED',
          'CANCELLED', 'LINK_CHANGED', 'ATTENDANCE', 'OVERRIDE'))
      );
      create index session_event_session_idx on session_event (group_id, session_id, id);
      alter table session_event
        add constraint session_event_session_fkey foreign key (group_id, session_id) references session (group_id, id),
        add constraint session_event_by_fkey foreign key (group_id, by_id) references member (group_id, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table session_event; drop table booking; drop table assignment; drop table session; drop extension btree_gist;',
    );
  }
}
