import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Person } from './person.entity.js';

/** A device on which a person is signed in. Of its token only the SHA-256 is kept; signing out deletes the row. */
@Entity('sign_in')
@Unique('sign_in_token_hash_key', ['tokenHash'])
@Index('sign_in_person_idx', ['personId'])
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'sign_in_person_fkey' })
export class SignIn {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  personId!: string;

  @Column('bytea')
  tokenHash!: Buffer;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  lastUsedAt!: Date;

  @Column('timestamptz')
  expiresAt!: Date;
}
