import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Groups, their members and invitations. From here on every key and constraint contains the group. */
export class Groups0000000000002 implements MigrationInterface {
  name = 'Groups0000000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table "group" (
        id uuid not null,
        name text not null,
        time_zone text not null,
        created_at timestamptz not null,
        feedback_due_hours integer not null,
        feedback_debt_days integer not null,
        minimum_notice_hours integer not null,
        buffer_minutes integer not null,
        constraint group_pkey primary key (id)
      );

      create table member (
        group_id uuid not null,
        id uuid not null,
        person_id uuid not null,
        role text not null,
        joined_at timestamptz not null,
        left_at timestamptz,
        meeting_url text,
        weekly_interview_limit integer not null,
        constraint member_pkey primary key (group_id, id),
        constraint member_person_key unique (group_id, person_id),
        constraint member_role_check check (role in ('ORGANIZER', 'MEMBER')),
        constraint member_weekly_interview_limit_check check (weekly_interview_limit between 0 and 50)
      );
      create index member_person_idx on member (person_id);
      alter table member
        add constraint member_group_fkey foreign key (group_id) references "group" (id),
        add constraint member_person_fkey foreign key (person_id) references person (id);

      create table invitation (
        group_id uuid not null,
        id uuid not null,
        code_hash bytea not null,
        role text not null,
        invited_by_id uuid not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        accepted_at timestamptz,
        accepted_by_id uuid,
        revoked_at timestamptz,
        constraint invitation_pkey primary key (group_id, id),
        constraint invitation_code_hash_key unique (group_id, code_hash),
        constraint invitation_role_check check (role in ('ORGANIZER', 'MEMBER'))
      );
      alter table invitation
        add constraint invitation_invited_by_fkey foreign key (group_id, invited_by_id) references member (group_id, id),
        add constraint invitation_accepted_by_fkey foreign key (group_id, accepted_by_id) references member (group_id, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table invitation; drop table member; drop table "group";');
  }
}
