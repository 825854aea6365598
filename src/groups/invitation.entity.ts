import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { Member, MemberRole } from './member.entity.js';

/** An invitation, which lets one person join once. Only the SHA-256 of its code is stored. */
@Entity('invitation')
@Unique('invitation_code_hash_key', ['groupId', 'codeHash'])
@Check('invitation_role_check', `role in ('ORGANIZER', 'MEMBER')`)
@ForeignKey(() => Member, ['groupId', 'invitedById'], ['groupId', 'id'], { name: 'invitation_invited_by_fkey' })
@ForeignKey(() => Member, ['groupId', 'acceptedById'], ['groupId', 'id'], { name: 'invitation_accepted_by_fkey' })
export class Invitation {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('bytea')
  codeHash!: Buffer;

  @Column('text')
  role!: MemberRole;

  @Column('uuid')
  invitedById!: string;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  expiresAt!: Date;

  @Column('timestamptz', { nullable: true })
  acceptedAt!: Date | null;

  @Column('uuid', { nullable: true })
  acceptedById!: string | null;

  @Column('timestamptz', { nullable: true })
  revokedAt!: Date | null;
}
