import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestApp } from './app.js';
import { Ids } from './ids.js';

/**
 * Many tests need the same worlds. Each world is built through GraphQL once in a run. Later tests get a copy by SQL, which takes a tenth
 * of the time. A copy has the same rows with other ids, people, addresses and tokens. The database catalog says which tables it covers.
 */
export interface Copies {
  /** Returns the world that `build` makes, or a copy. `name` and the time of the test have to say everything that the world depends on. */
  of: <M extends World>(name: string, build: () => Promise<M>) => Promise<M>;
}

interface World {
  groupId: string;
}

/** The data of a person in a world that can be stored as text. */
export interface Account {
  name: string;
  email: string;
  token: string;
  personId: string;
  memberId?: string;
}

interface Binding {
  /** The account of a person who can send operations, or null for any other value. */
  accountOf: (value: unknown) => Account | null;
  /** Makes a person who can send operations from an account. */
  speakAs: (account: Account) => unknown;
  newEmail: () => string;
}

const UUID = /\b([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4})([0-9a-f]{8})\b/g;
const PUBLIC_ID = /\b([a-z]{3}_)([\w-]{22}(?:[\w-]{21})?)(?![\w-])/g;
const EMAIL = /\bp\d+@example\.org/g;
const TOKEN = /"token":"([^"]+)"/g;

/** A copy leaves out these tables, because triggers write them, as they do for every write. */
const DERIVED = ['group_revision', 'group_change'];

export function copiesFor({ db, clock }: TestApp, { accountOf, speakAs, newEmail }: Binding): Copies {
  return {
    async of(name, build) {
      const file = fileOf(`${name} ${clock.now().toISOString()}`);
      if (existsSync(file)) {
        const { tables, made } = JSON.parse(renewed(readFileSync(file, 'utf8'))) as Kept;
        await insert(tables);
        return revived(made) as never;
      }
      const made = await build();
      const accounts: Account[] = [];
      const text = JSON.stringify({ made: plain(made, accounts), tables: await rowsOf(made.groupId, accounts) });
      // Two workers may build the same world. The file is renamed when it is complete, so that neither reads half a file.
      writeFileSync(`${file}.${process.pid}`, text);
      renameSync(`${file}.${process.pid}`, file);
      return made;
    },
  };

  /** Turns a value into JSON. People become their accounts, which are collected, and maps become lists of pairs. */
  function plain(value: unknown, accounts: Account[]): unknown {
    const account = accountOf(value);
    if (account) {
      accounts.push(account);
      return { account };
    }
    if (value instanceof Map) return { ids: [...(value as Map<string, string>)] };
    if (Array.isArray(value)) return value.map((each) => plain(each, accounts));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each, accounts)]));
  }

  /** Turns the JSON back into the value, with one object for each person. */
  function revived(value: unknown, people = new Map<string, unknown>()): unknown {
    if (Array.isArray(value)) return value.map((each) => revived(each, people));
    if (typeof value !== 'object' || value === null) return value;
    if ('ids' in value) return new Ids(value.ids as [string, string][]);
    if ('account' in value) {
      const account = value.account as Account;
      const person = people.get(account.personId) ?? speakAs(account);
      people.set(account.personId, person);
      return person;
    }
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, revived(each, people)]));
  }

  async function rowsOf(groupId: string, accounts: readonly Account[]): Promise<Tables> {
    const id = Buffer.from(groupId.slice('grp_'.length), 'base64url').toString('hex');
    const tables: { name: string }[] = await db.query(
      `select table_name as name from information_schema.columns
       where table_schema = 'public' and column_name = 'group_id' and table_name <> all($1)`,
      [DERIVED],
    );
    const conditions = new Map(tables.map(({ name }) => [name, 'group_id = $1']));
    conditions.set('group', 'id = $1');
    conditions.set('person', 'id in (select person_id from member where group_id = $1)');
    conditions.set('sign_in', 'person_id in (select person_id from member where group_id = $1)');
    const found: Tables = {};
    for (const [name, condition] of conditions) {
      const [{ rows }]: [{ rows: Tables[string] | null }] = await db.query(
        `select json_agg(t) as rows from "${name}" t where ${condition}`,
        [id],
      );
      if (rows !== null) found[name] = rows;
    }
    // Each account has signed in once. The file needs its token, because the row has only the hash.
    const hashes = new Map(accounts.map(({ token }) => [hashOf(token), token]));
    found.sign_in = found.sign_in!.map((row) => {
      const token = hashes.get((row.token_hash as string).slice('\\x'.length));
      return { ...row, token };
    });
    return found;
  }

  /** People and the group come first, because triggers look for them. */
  async function insert(tables: Tables): Promise<void> {
    const signIns = tables.sign_in!.map(({ token, ...row }) => ({
      ...row,
      token_hash: `\\x${hashOf(token as string)}`,
    }));
    const { person, group, ...others }: Tables = { ...tables, sign_in: signIns };
    await db.transaction(async (tx) => {
      for (const part of [{ person }, { group }, others]) {
        const names = Object.keys(part);
        const inserts = names.map(
          (name, n) =>
            `c${n} as (insert into "${name}" select * from json_populate_recordset(null::"${name}", $${n + 1}))`,
        );
        await tx.query(
          `with ${inserts.join(', ')} select`,
          Object.values(part).map((rows) => JSON.stringify(rows)),
        );
      }
    });
  }

  /** The text of a world with other ids, which sort as before, and with other addresses and tokens. */
  function renewed(text: string): string {
    const salt = randomBytes(4);
    const emails = new Map<string, string>();
    const tokens = new Map<string, string>();
    return text
      .replaceAll(
        UUID,
        (_, start: string, end: string) => start + salted(Buffer.from(end, 'hex'), salt).toString('hex'),
      )
      .replaceAll(PUBLIC_ID, (_, prefix: string, id: string) => {
        const bytes = Buffer.from(id, 'base64url');
        for (let end = 16; end <= bytes.length; end += 16) salted(bytes.subarray(end - 4, end), salt);
        return prefix + bytes.toString('base64url');
      })
      .replaceAll(EMAIL, (email) => once(emails, email, newEmail))
      .replaceAll(TOKEN, (_, token: string) => `"token":"${once(tokens, token, newToken)}"`);
  }
}

const fileOf = (key: string): string =>
  join(process.env.MOCKLOOP_TEST_WORLDS!, `${createHash('sha256').update(key).digest('hex')}.json`);

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

const newToken = (): string => randomBytes(32).toString('base64url');

function salted(bytes: Buffer, salt: Buffer): Buffer {
  for (const [n, byte] of bytes.entries()) bytes[n] = byte ^ salt[n]!;
  return bytes;
}

function once(known: Map<string, string>, key: string, make: () => string): string {
  const made = known.get(key) ?? make();
  known.set(key, made);
  return made;
}

type Tables = Record<string, Record<string, unknown>[]>;

interface Kept {
  made: unknown;
  tables: Tables;
}
