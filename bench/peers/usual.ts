import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Injectable, Module, NotFoundException, UnauthorizedException, UseGuards } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Args, Context, GqlExecutionContext, GraphQLModule, ID } from '@nestjs/graphql';
import { Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import DataLoader from 'dataloader';
import { createHash } from 'node:crypto';
import { DataSource, In, IsNull, Repository } from 'typeorm';
import type { EntityTarget, FindOptionsOrder, FindOptionsWhere } from 'typeorm';
import { groupBy } from '../../src/common/grouping.js';
import { parseId, type Ref } from '../../src/common/ids.js';
import { SnakeCase } from '../../src/common/naming.js';
import { Recommendation } from '../../src/feedback/scorecard.rules.js';
import { SessionStatus } from '../../src/sessions/session.rules.js';
import {
  Assignment,
  Candidate,
  entities,
  LoopRound,
  Member,
  Person,
  Plan,
  Rating,
  Round,
  Scorecard,
  ScorecardVersion,
  Session,
  SignIn,
} from './usual-entities.js';

/**
 * A usual Nest service: Apollo, code-first object types, TypeORM repositories, and a DataLoader for each relation in each request. It
 * answers the query `Tree` from the same tables, and shows each viewer the same scorecards as `bare.ts`.
 */
type Loader<Value> = DataLoader<Ref, Value, string>;

interface Row {
  groupId: string;
}

/** Batches look-ups of rows by one of their columns. */
function many<R extends Row>(
  db: DataSource,
  entity: EntityTarget<R>,
  column: keyof R & string,
  order?: FindOptionsOrder<R>,
): Loader<R[]> {
  const rows = db.getRepository(entity);
  const load = async (refs: readonly Ref[]) => {
    const groups = [...new Set(refs.map(({ groupId }) => groupId))];
    const where = { groupId: In(groups), [column]: In(refs.map(({ id }) => id)) } as FindOptionsWhere<R>;
    const found = groupBy(await rows.find({ where, order }), (row) => row[column] as string);
    return refs.map(({ id }) => found.get(id) ?? []);
  };
  return new DataLoader(load, { cacheKeyFn: ({ id }) => id });
}

function one<R extends Row & { id: string }>(db: DataSource, entity: EntityTarget<R>): Loader<R> {
  const rows = db.getRepository(entity);
  const load = async (refs: readonly Ref[]) => {
    const groups = [...new Set(refs.map(({ groupId }) => groupId))];
    const where = { groupId: In(groups), id: In(refs.map(({ id }) => id)) } as FindOptionsWhere<R>;
    const found = new Map((await rows.find({ where })).map((row) => [row.id, row]));
    return refs.map(({ id }) => found.get(id) ?? new NotFoundException());
  };
  return new DataLoader<Ref, R, string>(load, { cacheKeyFn: ({ id }) => id });
}

function people(db: DataSource): DataLoader<string, Person> {
  return new DataLoader<string, Person>(async (ids) => {
    const rows = await db.getRepository(Person).findBy({ id: In(ids) });
    const found = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => found.get(id) ?? new NotFoundException());
  });
}

const loadersOn = (db: DataSource) => ({
  person: people(db),
  member: one(db, Member),
  candidate: one(db, Candidate),
  round: one(db, Round),
  candidates: many(db, Candidate, 'planId', { enrolledAt: 'ASC' }),
  loops: many(db, LoopRound, 'candidateId'),
  sessions: many(db, Session, 'loopRoundId', { startsAt: 'ASC' }),
  panels: many(db, Assignment, 'sessionId', { role: 'DESC' }),
  cards: many(db, Scorecard, 'sessionId', { id: 'ASC' }),
  versions: many(db, ScorecardVersion, 'scorecardId', { number: 'ASC' }),
  ratings: many(db, Rating, 'versionId'),
});

interface RequestContext {
  request: { headers: { authorization?: string } };
  loaders: ReturnType<typeof loadersOn>;
  /** The memberships of the person who sent the request, one for each of their groups. */
  viewers: Member[];
}

@Injectable()
class SignedIn implements CanActivate {
  constructor(@InjectRepository(Member) private readonly members: Repository<Member>) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const context = GqlExecutionContext.create(execution).getContext<RequestContext>();
    const token = context.request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    context.viewers = await this.members
      .createQueryBuilder('member')
      .innerJoin(SignIn, 'signIn', 'signIn.personId = member.personId')
      .where({ leftAt: IsNull() })
      .andWhere('signIn.tokenHash = :hash', { hash: createHash('sha256').update(token).digest() })
      .andWhere('signIn.expiresAt > :now', { now: new Date() })
      .getMany();
    if (context.viewers.length === 0) throw new UnauthorizedException();
    return true;
  }
}

@Resolver(() => Plan)
class PlanResolver {
  constructor(@InjectRepository(Plan) private readonly plans: Repository<Plan>) {}

  @Query(() => Plan, { nullable: true })
  @UseGuards(SignedIn)
  plan(@Args('id', { type: () => ID }) id: string, @Context() { viewers }: RequestContext): Promise<Plan | null> {
    const ref = parseId('PrepPlan', id);
    if (!viewers.some(({ groupId }) => groupId === ref?.groupId)) throw new NotFoundException();
    return this.plans.findOneBy({ groupId: ref!.groupId, id: ref!.id });
  }

  @ResolveField(() => [Candidate])
  async candidates(@Parent() plan: Plan, @Context() { loaders }: RequestContext): Promise<Candidate[]> {
    return (await loaders.candidates.load(plan)).filter(({ withdrawnAt }) => withdrawnAt === null);
  }
}

@Resolver(() => Candidate)
class CandidateResolver {
  @ResolveField(() => Member)
  member(@Parent() { groupId, memberId }: Candidate, @Context() { loaders }: RequestContext): Promise<Member> {
    return loaders.member.load({ groupId, id: memberId });
  }

  @ResolveField(() => [LoopRound])
  async loop(@Parent() candidate: Candidate, @Context() { loaders }: RequestContext): Promise<LoopRound[]> {
    const loops = await loaders.loops.load(candidate);
    const rounds = await Promise.all(loops.map(({ groupId, roundId }) => loaders.round.load({ groupId, id: roundId })));
    const positions = new Map(rounds.map(({ id, position }) => [id, position]));
    return loops.toSorted((a, b) => positions.get(a.roundId)! - positions.get(b.roundId)!);
  }
}

@Resolver(() => Member)
class MemberResolver {
  @ResolveField(() => Person)
  person(@Parent() { personId }: Member, @Context() { loaders }: RequestContext): Promise<Person> {
    return loaders.person.load(personId);
  }
}

@Resolver(() => LoopRound)
class LoopRoundResolver {
  @ResolveField(() => Round)
  round(@Parent() { groupId, roundId }: LoopRound, @Context() { loaders }: RequestContext): Promise<Round> {
    return loaders.round.load({ groupId, id: roundId });
  }

  @ResolveField(() => [Session])
  sessions(@Parent() loop: LoopRound, @Context() { loaders }: RequestContext): Promise<Session[]> {
    return loaders.sessions.load(loop);
  }
}

/** A scorecard in its newest version, with the round that says what its criteria are. */
interface ReadCard extends Scorecard {
  version: ScorecardVersion;
  roundId: string;
}

@Resolver(() => Session)
class SessionResolver {
  @ResolveField(() => SessionStatus)
  status(@Parent() { cancelledAt, startsAt, endsAt, allSubmittedAt }: Session): SessionStatus {
    const now = new Date();
    if (cancelledAt) return SessionStatus.CANCELLED;
    if (now < startsAt) return SessionStatus.SCHEDULED;
    if (now < endsAt) return SessionStatus.IN_PROGRESS;
    return allSubmittedAt && allSubmittedAt <= now ? SessionStatus.COMPLETED : SessionStatus.AWAITING_FEEDBACK;
  }

  @ResolveField(() => [Assignment])
  panel(@Parent() session: Session, @Context() { loaders }: RequestContext): Promise<Assignment[]> {
    return loaders.panels.load(session);
  }

  @ResolveField(() => [Scorecard])
  async scorecards(@Parent() session: Session, @Context() { loaders, viewers }: RequestContext): Promise<ReadCard[]> {
    const { groupId, candidateId, roundId, allSubmittedAt } = session;
    const me = viewers.find((viewer) => viewer.groupId === groupId)!.id;
    const [candidate, cards] = await Promise.all([
      loaders.candidate.load({ groupId, id: candidateId }),
      loaders.cards.load(session),
    ]);
    const isOut = allSubmittedAt !== null && allSubmittedAt <= new Date();
    const isReader = candidate.memberId === me || cards.some(({ authorId }) => authorId === me);
    const readable = cards.filter(({ authorId }) => authorId === me || (isOut && isReader));
    const versions = await Promise.all(readable.map((card) => loaders.versions.load(card)));
    return readable.flatMap((card, n) => {
      const version = versions[n]!.at(-1);
      return version ? [Object.assign(card, { version, roundId })] : [];
    });
  }
}

@Resolver(() => Assignment)
class AssignmentResolver {
  @ResolveField(() => Member)
  member(@Parent() { groupId, memberId }: Assignment, @Context() { loaders }: RequestContext): Promise<Member> {
    return loaders.member.load({ groupId, id: memberId });
  }
}

@Resolver(() => Scorecard)
class ScorecardResolver {
  @ResolveField(() => Recommendation)
  recommendation(@Parent() { version }: ReadCard): Recommendation {
    return version.recommendation;
  }

  @ResolveField(() => Member)
  author(@Parent() { groupId, authorId }: ReadCard, @Context() { loaders }: RequestContext): Promise<Member> {
    return loaders.member.load({ groupId, id: authorId });
  }

  @ResolveField(() => [Rating])
  async ratings(
    @Parent() { groupId, roundId, version }: ReadCard,
    @Context() { loaders }: RequestContext,
  ): Promise<Rating[]> {
    const [{ criteria }, ratings] = await Promise.all([
      loaders.round.load({ groupId, id: roundId }),
      loaders.ratings.load(version),
    ]);
    return criteria.flatMap((criterion) =>
      ratings
        .filter(({ criterionKey }) => criterionKey === criterion.key)
        .map((row) => Object.assign(row, { criterion })),
    );
  }
}

@Module({
  imports: [
    TypeOrmModule.forRoot({
      type: 'postgres',
      url: process.env.DATABASE_URL,
      entities,
      namingStrategy: new SnakeCase(),
      poolSize: 10,
    }),
    TypeOrmModule.forFeature(entities),
    GraphQLModule.forRootAsync<ApolloDriverConfig>({
      driver: ApolloDriver,
      inject: [DataSource],
      useFactory: (db: DataSource) => ({
        autoSchemaFile: true,
        context: (request: RequestContext['request']) => ({ request, loaders: loadersOn(db), viewers: [] }),
      }),
    }),
  ],
  providers: [
    ...[PlanResolver, CandidateResolver, MemberResolver, LoopRoundResolver],
    ...[SessionResolver, AssignmentResolver, ScorecardResolver],
  ],
})
class UsualModule {}

const app = await NestFactory.create<NestFastifyApplication>(UsualModule, new FastifyAdapter(), { logger: ['error'] });
await app.listen(0, '127.0.0.1');
console.log(`ready at ${await app.getUrl()}`);
