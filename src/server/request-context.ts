import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { DataSource, EntityManager } from 'typeorm';
import { Present, type Clock } from '../common/clock.js';
import { Actor, RequestContext, type Identity, type Opened } from '../common/context.js';
import { isDatabaseAway } from '../common/errors.js';
import { sliceNames, type GroupStates, type Moment, type Revisions, type SliceName } from '../common/group-state.js';
import { RequestState, type Personal } from '../common/request-state.js';
import { Person } from '../people/person.entity.js';
import { SignIn } from '../people/sign-in.entity.js';
import { isWorthNoting, signInExpiry } from '../people/sign-in.rules.js';
import { groupsNamed, type Asked, type Touched } from './touched.js';

/** Who sends a request, the revisions of their groups, and what the request needs of their own, all at one moment. */
interface Arrived extends Moment {
  signIn: Pick<SignIn, 'id' | 'createdAt' | 'lastUsedAt'> | null;
  person: Person | null;
  personal: Map<string, unknown>;
}

const nobody: Arrived = {
  signIn: null,
  person: null,
  personal: new Map(),
  revisions: new Map(),
  server: '',
  snapshot: '',
};

interface ArrivedRow extends Pick<Person, 'email' | 'displayName' | 'timeZone'> {
  /** When the account was opened. */
  joinedAt: Date;
  signInId: string;
  createdAt: Date;
  lastUsedAt: Date;
  personId: string;
  revisions: (Record<SliceName, string> & { group_id: string })[] | null;
  personal: Record<string, unknown>;
  server: string;
  snapshot: string;
}

/**
 * The one statement of a request: it authenticates, and says whether what is in memory is still right. `server` changes when the database server
 * starts or recovers from a crash, because transactions get the same numbers again, when another database takes the place of this one, and with each migration.
 */
const arrivalSql = (by: 'token_hash' | 'id', personal: readonly Personal<unknown>[]) => `
  select si.id as "signInId", si.created_at as "createdAt", si.last_used_at as "lastUsedAt",
    p.id as "personId", p.email, p.display_name as "displayName", p.time_zone as "timeZone",
    p.created_at as "joinedAt", (
      select json_agg(kept) from member join group_revision kept on kept.group_id = member.group_id
      where member.person_id = p.id
    ) as revisions, concat_ws(' ', pg_postmaster_start_time(), pg_stat_get_bgwriter_stat_reset_time(), pg_relation_filepath('migration'),
      (select max(id) from migration)) as server,
    pg_current_snapshot()::text as snapshot,
    json_build_object(${personal.map(({ name, sql }) => `'${name}', (${sql})`).join(', ')}) as personal
  from sign_in si join person p on p.id = si.person_id
  where si.${by} = $1 and si.expires_at > $2`;

const hashOf = (token: string) => createHash('sha256').update(token).digest();

async function ask(db: EntityManager, identity: Identity, { personal }: Touched, now: Date): Promise<Arrived> {
  if (identity === null) return nobody;
  const [by, key] =
    'token' in identity ? (['token_hash', hashOf(identity.token)] as const) : (['id', identity.signInId] as const);
  const [row] = await db.query<ArrivedRow[]>(arrivalSql(by, personal), [key, now]);
  if (!row) return nobody;
  const { signInId, createdAt, lastUsedAt, personId, email, displayName, timeZone, joinedAt } = row;
  return {
    signIn: { id: signInId, createdAt, lastUsedAt },
    person: Object.assign(new Person(), { id: personId, email, displayName, timeZone, createdAt: joinedAt }),
    server: row.server,
    snapshot: row.snapshot,
    revisions: new Map((row.revisions ?? []).map((each) => [each.group_id, revisionsOf(each, row.server)])),
    personal: new Map(personal.map(({ name, read }) => [name, read(row.personal[name])])),
  };
}

/** Rows are the same only on the same server and after the same migrations: a column that is altered in place fires no trigger. */
const revisionsOf = (kept: Record<SliceName, string>, server: string): Revisions =>
  Object.fromEntries(sliceNames.map((name) => [name, `${kept[name]} ${server}`])) as Record<SliceName, string>;

interface ContextParts {
  db: DataSource;
  clock: Clock;
  states: GroupStates;
}

/**
 * The context of a request that touches some things: who sends it, and all that it may read. A mutation reads nothing before it has
 * written.
 */
export function contextOf(
  request: FastifyRequest,
  touched: Asked,
  variables: Record<string, unknown>,
  { db, clock, states }: ContextParts,
): Promise<RequestContext> {
  const present = new Present(clock);
  const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
  const named = touched.crossesGroups ? null : groupsNamed(touched.texts, variables);

  async function open(identity: Identity, groupIds: readonly string[] | null): Promise<Opened> {
    const wanted = ({ revisions }: Arrived) => {
      if (groupIds === null) return [];
      const ids = named === null ? [...revisions.keys()] : [...new Set([...named, ...groupIds])];
      return ids.filter((id) => revisions.has(id));
    };
    const arrive = (tx: EntityManager) => ask(tx, identity, touched, present.now);
    const hasWritten = groupIds !== null && groupIds.length > 0;
    const { moment, groups } = await states.open(arrive, wanted, hasWritten);
    const { signIn, person, personal } = moment;
    if (signIn) await noteUse(db.manager, signIn, present.now);
    return {
      actor: signIn && new Actor(person!.id, signIn.id, present),
      state: new RequestState({ present, viewer: person as RequestState['viewer'], groups, personal, store: states }),
    };
  }

  const arrival = { requestId: request.id, address: request.ip, present, token, open };
  return RequestContext.arrive(arrival, touched.isMutation ? null : []);
}

/** Notes that a sign-in was used, now and then. People can still read while the database accepts no writes. */
async function noteUse(
  db: EntityManager,
  { id, createdAt, lastUsedAt }: Pick<SignIn, 'id' | 'createdAt' | 'lastUsedAt'>,
  now: Date,
) {
  if (!isWorthNoting(lastUsedAt, now)) return;
  const noted = { lastUsedAt: now, expiresAt: signInExpiry(createdAt, now) };
  await db.update(SignIn, { id }, noted).catch((error: unknown) => {
    if (!isDatabaseAway(error)) throw error;
  });
}
