import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Recommendation } from '../../src/feedback/scorecard.rules.js';
import { AssignmentRole, SessionStatus } from '../../src/sessions/session.rules.js';

/** The tables of the usual service. Each class is both an entity and an object type, with only the columns that the query `Tree` needs. */
registerEnumType(AssignmentRole, { name: 'AssignmentRole' });
registerEnumType(Recommendation, { name: 'Recommendation' });
registerEnumType(SessionStatus, { name: 'SessionStatus' });

@Entity('sign_in')
export class SignIn {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  personId!: string;

  @Column('bytea')
  tokenHash!: Buffer;

  @Column('timestamptz')
  expiresAt!: Date;
}

@ObjectType()
@Entity('person')
export class Person {
  @Field(() => ID)
  @PrimaryColumn('uuid')
  id!: string;

  @Field()
  @Column('text')
  displayName!: string;
}

/** A row that belongs to a group. Every key begins with the group's id. */
@ObjectType({ isAbstract: true })
abstract class Grouped {
  @PrimaryColumn('uuid')
  groupId!: string;

  @Field(() => ID)
  @PrimaryColumn('uuid')
  id!: string;
}

@ObjectType()
@Entity('member')
export class Member extends Grouped {
  @Column('uuid')
  personId!: string;

  @Column('timestamptz', { nullable: true })
  leftAt!: Date | null;
}

@ObjectType()
export class Criterion {
  @Field()
  key!: string;

  @Field()
  title!: string;
}

@ObjectType()
@Entity('round')
export class Round extends Grouped {
  @Field()
  @Column('text')
  title!: string;

  @Column('integer')
  position!: number;

  @Column('jsonb')
  criteria!: Criterion[];
}

@ObjectType()
@Entity('plan')
export class Plan extends Grouped {
  @Field()
  @Column('text')
  title!: string;
}

@ObjectType()
@Entity('candidate')
export class Candidate extends Grouped {
  @Column('uuid')
  planId!: string;

  @Column('uuid')
  memberId!: string;

  @Column('timestamptz')
  enrolledAt!: Date;

  @Column('timestamptz', { nullable: true })
  withdrawnAt!: Date | null;
}

@ObjectType()
@Entity('loop_round')
export class LoopRound extends Grouped {
  @Column('uuid')
  candidateId!: string;

  @Column('uuid')
  roundId!: string;

  @Field()
  @Column('date')
  windowStart!: string;

  @Field()
  @Column('date')
  windowEnd!: string;
}

@ObjectType()
@Entity('session')
export class Session extends Grouped {
  @Column('uuid')
  candidateId!: string;

  @Column('uuid')
  loopRoundId!: string;

  @Column('uuid')
  roundId!: string;

  @Field()
  @Column('timestamptz')
  startsAt!: Date;

  @Field()
  @Column('timestamptz')
  endsAt!: Date;

  @Column('timestamptz', { nullable: true })
  cancelledAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  allSubmittedAt!: Date | null;
}

@ObjectType()
@Entity('assignment')
export class Assignment extends Grouped {
  @Column('uuid')
  sessionId!: string;

  @Column('uuid')
  memberId!: string;

  @Field(() => AssignmentRole)
  @Column('text')
  role!: AssignmentRole;
}

@ObjectType()
@Entity('scorecard')
export class Scorecard extends Grouped {
  @Column('uuid')
  sessionId!: string;

  @Column('uuid')
  authorId!: string;
}

@Entity('scorecard_version')
export class ScorecardVersion extends Grouped {
  @Column('uuid')
  scorecardId!: string;

  @Column('integer')
  number!: number;

  @Column('text')
  recommendation!: Recommendation;
}

@ObjectType('CriterionRating')
@Entity('rating')
export class Rating {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  versionId!: string;

  @PrimaryColumn('text')
  criterionKey!: string;

  @Field(() => Int, { nullable: true })
  @Column('integer', { nullable: true })
  level!: number | null;

  /** The criterion as the session's round defines it. */
  @Field(() => Criterion)
  criterion!: Criterion;
}

export const entities = [
  ...[SignIn, Person, Member, Round, Plan, Candidate, LoopRound],
  ...[Session, Assignment, Scorecard, ScorecardVersion, Rating],
];
