import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/**
 * An account: one person, in all their groups. A deleted account keeps its row, but nothing that
 * identifies the person.
 */
@Entity('person')
@Unique('person_email_key', ['email'])
@Unique('person_email_key_key', ['emailKey'])
@Check('person_deleted_check', '(deleted_at is null) = (email is not null and password_hash is not null)')
export class Person {
  @PrimaryColumn('uuid')
  id!: string;

  /** Lower case: two spellings of one address are one account. */
  @Column('text', { nullable: true })
  email!: string | null;

  /** The form by which addresses are compared; null where an older account has it (`emailKey`). */
  @Column('text', { nullable: true })
  emailKey!: string | null;

  @Column('text')
  displayName!: string;

  @Column('text')
  timeZone!: string;

  @Column('text', { nullable: true })
  passwordHash!: string | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  deletedAt!: Date | null;
}
