import type { MigrationInterface, QueryRunner } from 'typeorm';
import { emailKey } from '../src/people/email.rules.js';

interface Account {
  id: string;
  email: string;
}

/**
 * Accounts that can be deleted, addresses in one form, and the counts of failures that slow guessing down. All of it is
 * keyed by person or by a keyed hash, outside of every group.
 */
export class Accounts0000000000012 implements MigrationInterface {
  name = 'Accounts0000000000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table person
        alter column email drop not null,
        alter column password_hash drop not null,
        add column email_key text,
        add column deleted_at timestamptz,
        add constraint person_email_key_key unique (email_key),
        add constraint person_deleted_check check ((deleted_at is null) = (email is not null and password_hash is not null));

      create table server_key (
        name text not null,
        value bytea not null,
        constraint server_key_pkey primary key (name)
      );
      insert into server_key values ('throttle', sha256(convert_to(
        gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));

      create table throttle (
        key bytea not null,
        failures integer not null,
        since timestamptz not null,
        last_at timestamptz not null,
        constraint throttle_pkey primary key (key)
      );
      create index throttle_last_at_idx on throttle (last_at);

      create table usual_address (
        person_id uuid not null,
        address_hash bytea not null,
        signed_in_at timestamptz not null,
        constraint usual_address_pkey primary key (person_id, address_hash)
      );
      alter table usual_address
        add constraint usual_address_person_fkey foreign key (person_id) references person (id);
    `);
    // Where two addresses are one in the new form, the older account has it, and each signs in by its exact address.
    const accounts = (await runner.query('select id, email from person order by created_at, id')) as Account[];
    const taken = new Set<string>();
    for (const { id, email } of accounts) {
      const key = emailKey(email);
      if (!taken.has(key)) await runner.query('update person set email_key = $1 where id = $2', [key, id]);
      taken.add(key);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table usual_address; drop table throttle; drop table server_key;
      alter table person
        drop constraint person_deleted_check, drop column email_key, drop column deleted_at,
        alter column email set not null, alter column password_hash set not null;
    `);
  }
}
