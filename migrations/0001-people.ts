import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts and their sign-ins: keyed by person, outside of every group. */
export class People0000000000001 implements MigrationInterface {
  name = 'People0000000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table person (
        id uuid not null,
        email text not null,
        display_name text not null,
        time_zone text not null,
        password_hash text not null,
        created_at timestamptz not null,
        constraint person_pkey primary key (id),
        constraint person_email_key unique (email)
      );

      create table sign_in (
        id uuid not null,
        person_id uuid not null,
        token_hash bytea not null,
        created_at timestamptz not null,
        last_used_at timestamptz not null,
        expires_at timestamptz not null,
        constraint sign_in_pkey primary key (id),
        constraint sign_in_token_hash_key unique (token_hash)
      );
      create index sign_in_person_idx on sign_in (person_id);
      alter table sign_in add constraint sign_in_person_fkey foreign key (person_id) references person (id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table sign_in; drop table person;');
  }
}
