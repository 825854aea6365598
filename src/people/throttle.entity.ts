import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Person } from './person.entity.js';

/** How often something failed: of an account at an address, of an account, or at an address. The key is a keyed hash. */
@Entity('throttle')
@Index('throttle_last_at_idx', ['lastAt'])
export class ThrottleCount {
  @PrimaryColumn('bytea')
  key!: Buffer;

  @Column('integer')
  failures!: number;

  @Column('timestamptz')
  since!: Date;

  @Column('timestamptz')
  lastAt!: Date;
}

/** An address from which a person has signed in: strangers cannot lock them out there. */
@Entity('usual_address')
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'usual_address_person_fkey' })
export class UsualAddress {
  @PrimaryColumn('uuid')
  personId!: string;

  @PrimaryColumn('bytea')
  addressHash!: Buffer;

  @Column('timestamptz')
  signedInAt!: Date;
}

/** A secret that all processes share, made by the migration. */
@Entity('server_key')
export class ServerKey {
  @PrimaryColumn('text')
  name!: string;

  @Column('bytea')
  value!: Buffer;
}
