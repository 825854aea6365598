import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Person } from '../people/person.entity.js';
import { Group } from './group.entity.js';

export enum MemberRole {
  ORGANIZER = 'ORGANIZER',
  MEMBER = 'MEMBER',
}

/** A person in a group. Leaving sets `leftAt` and deletes nothing; joining again revives the row. */
@Entity('member')
@Unique('member_person_key', ['groupId', 'personId'])
@Index('member_person_idx', ['personId'])
@Check('member_role_check', `role in ('ORGANIZER', 'MEMBER')`)
@Check('member_organizer_check', `(role = 'ORGANIZER') = (organizer_since is not null)`)
@Check('member_weekly_interview_limit_check', 'weekly_interview_limit between 0 and 50')
@Check(
  'member_qualified_for_check',
  `qualified_for <@ array['RECRUITER_SCREEN', 'PHONE_SCREEN', 'CODING', 'SYSTEM_DESIGN', 'DOMAIN', 'BEHAVIORAL', 'HIRING_MANAGER', 'OTHER']`,
)
@ForeignKey(() => Group, ['groupId'], ['id'], { name: 'member_group_fkey' })
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'member_person_fkey' })
export class Member {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  personId!: string;

  @Column('text')
  role!: MemberRole;

  @Column('timestamptz')
  joinedAt!: Date;

  @Column('timestamptz', { nullable: true })
  leftAt!: Date | null;

  /** When they became an organizer. Organizers decide only about sessions that were entered after that. */
  @Column('timestamptz', { nullable: true })
  organizerSince!: Date | null;

  @Column('text', { nullable: true })
  meetingUrl!: string | null;

  @Column('integer')
  weeklyInterviewLimit!: number;

  /** Kinds of round that they may interview for; null for all of them. */
  @Column('text', { array: true, nullable: true })
  qualifiedFor!: string[] | null;
}
