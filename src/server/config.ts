import { isIP } from 'node:net';

/** All settings of the service. They come from the environment, and each is documented here and in docs/operating.md. */
export interface Config {
  /** A Postgres 14 or newer to use; null for the embedded one. */
  databaseUrl: string | null;
  /** Where the embedded Postgres keeps its data. */
  dataDir: string;
  /** The most connections that this process opens to the database. */
  databasePoolSize: number;
  /** How much of what groups hold is kept in memory, in MiB. */
  groupCacheMib: number;
  host: string;
  /** 0 picks a free one. */
  port: number;
  /** Whether /graphiql answers and the schema may be introspected. */
  explorer: boolean;
  /** argon2id: memory of one hash in KiB, and passes over it. */
  passwordMemoryKib: number;
  passwordPasses: number;
  /** Failed tries that one account, and one address, may have in an hour. */
  failuresPerHour: number;
  /** Accounts that may be opened from one address in an hour. */
  signUpsPerHour: number;
  /** Whose X-Forwarded-For counts: so many proxies, or these addresses and networks; false for nobody's. */
  trustProxy: number | string[] | false;
  /** The origins whose pages may ask: none unless set. */
  corsOrigins: string[];
  /** How long the service waits at most for running requests before it stops. */
  stopSeconds: number;
}

interface Setting<T> {
  name: string;
  expected: string;
  /** The value when the variable is not set. */
  otherwise: (environment: NodeJS.ProcessEnv) => T;
  /** The value that the text stands for, or undefined when it stands for none. */
  read: (text: string) => T | undefined;
}

function whole(name: string, otherwise: number, min: number, max: number): Setting<number> {
  const read = (text: string) => {
    const value = Number(text);
    return /^\d+$/.test(text) && value >= min && value <= max ? value : undefined;
  };
  return { name, expected: `a whole number from ${min} to ${max}`, otherwise: () => otherwise, read };
}

function readDatabaseUrl(text: string): string | undefined {
  return URL.canParse(text) && ['postgres:', 'postgresql:'].includes(new URL(text).protocol) ? text : undefined;
}

const itemsIn = (text: string) => text.split(',').map((each) => each.trim());

function readProxies(text: string): number | string[] | false | undefined {
  if (text === 'off') return false;
  if (/^[1-9]$/.test(text)) return Number(text);
  const proxies = itemsIn(text);
  return proxies.every((each) => isIP(each.split('/')[0]!) !== 0 && /^[^/]+(\/\d{1,3})?$/.test(each))
    ? proxies
    : undefined;
}

/** An origin as browsers send it: a scheme and a host, and no path. */
const isOrigin = (text: string) =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text;

function readOrigins(text: string): string[] | undefined {
  const origins = itemsIn(text);
  return origins.every(isOrigin) ? origins : undefined;
}

const switches: Record<string, boolean> = { on: true, off: false };

const settings: { [K in keyof Config]: Setting<Config[K]> } = {
  databaseUrl: {
    name: 'DATABASE_URL',
    expected: 'a Postgres URL, such as postgres://user:password@host:5432/mockloop',
    otherwise: () => null,
    read: readDatabaseUrl,
  },
  dataDir: { name: 'DATA_DIR', expected: 'a folder', otherwise: () => '.data', read: (text) => text },
  databasePoolSize: whole('DATABASE_POOL_SIZE', 10, 1, 200),
  groupCacheMib: whole('GROUP_CACHE_MIB', 64, 1, 4_096),
  host: {
    name: 'HOST',
    expected: 'an address or host name to listen on, such as 127.0.0.1',
    otherwise: () => '127.0.0.1',
    read: (text) => (/^[\w.:-]+$/.test(text) ? text : undefined),
  },
  port: whole('PORT', 3000, 0, 65_535),
  explorer: {
    name: 'EXPLORER',
    expected: 'on or off',
    otherwise: (environment) => !environment.DATABASE_URL,
    read: (text) => switches[text],
  },
  passwordMemoryKib: whole('PASSWORD_MEMORY_KIB', 65_536, 8, 1_048_576),
  passwordPasses: whole('PASSWORD_PASSES', 3, 1, 20),
  failuresPerHour: whole('FAILURES_PER_HOUR', 100, 1, 1_000_000),
  signUpsPerHour: whole('SIGN_UPS_PER_HOUR', 30, 1, 1_000_000),
  trustProxy: {
    name: 'TRUST_PROXY',
    expected:
      'off, a number of proxies from 1 to 9, or their addresses and networks separated by commas, such as 10.0.0.0/8',
    otherwise: () => false,
    read: readProxies,
  },
  corsOrigins: {
    name: 'CORS_ORIGINS',
    expected: 'origins separated by commas, such as https://mock.example.org',
    otherwise: () => [],
    read: readOrigins,
  },
  stopSeconds: whole('STOP_SECONDS', 6, 1, 300),
};

/** The names of all settings, for the test of their documentation. */
export const settingNames = Object.values(settings).map(({ name }) => name);

/** Reads the settings. Throws one error that lists every variable that is wrong, what it wants and what it got. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const problems: string[] = [];
  const read = <T>({ name, expected, otherwise, read }: Setting<T>): T => {
    const text = environment[name];
    if (text === undefined || text === '') return otherwise(environment);
    const value = read(text);
    if (value === undefined) problems.push(`${name}: expected ${expected}, found ${masked(name, text)}.`);
    return value ?? otherwise(environment);
  };
  const config: Record<string, unknown> = {};
  for (const [key, setting] of Object.entries(settings)) config[key] = read(setting as Setting<unknown>);
  if (problems.length > 0) throw new ConfigError(problems);
  return config as unknown as Config;
}

/** A database URL may hold a password, and start-up messages end up in logs. */
const masked = (name: string, text: string) => (name === 'DATABASE_URL' ? 'something else' : JSON.stringify(text));

export class ConfigError extends Error {
  constructor(readonly problems: string[]) {
    super(`Some settings are wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}
