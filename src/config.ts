/** All settings of the service. They come from the environment, and each is documented here and in the README. */
export interface Config {
  /** A Postgres 14 or newer to use; null for the embedded one. */
  databaseUrl: string | null;
  /** Where the embedded Postgres keeps its data. */
  dataDir: string;
  /** Most connections that this process opens to the database. */
  databasePoolSize: number;
  host: string;
  /** 0 picks a free one. */
  port: number;
  /** Whether /graphiql answers and the schema may be introspected. */
  explorer: boolean;
  /** argon2id: memory of one hash in KiB, and passes over it. */
  passwordMemoryKib: number;
  passwordPasses: number;
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
};

/** The names of all settings, for whoever documents them. */
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
    super(`The settings are not right:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}
