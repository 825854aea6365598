import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** An account: one human being, whatever groups they are in. */
@Entity('person')
@Unique('person_email_key', ['email'])
export class Person {
  @PrimaryColumn('uuid')
  id!: string;

  /** Lower case: two spellings of one address are one account. */
  @Column('text')
  email!: string;

  @Column('text')
  displayName!: string;

  @Column('text')
  timeZone!: string;

  @Column('text')
  passwordHash!: string;

  @Column('timestamptz')
  createdAt!: Date;
}
