import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { DomainError } from './common/errors.js';
import { readConfig } from './server/config.js';
import { databaseAt, migrate } from './database/connection.js';
import { startEmbeddedPostgres } from './database/embedded/server.js';
import { Passwords } from './people/passwords.js';
import { PeopleService } from './people/people.service.js';
import { Throttle } from './people/throttle.js';

/** The operator's way out for a person who forgot a password: `npm run reset-password -- ana@example.org`. */
async function resetPassword(email: string): Promise<string> {
  const config = readConfig(process.env);
  const embedded = config.databaseUrl === null ? await startEmbeddedPostgres(config.dataDir) : null;
  const url = config.databaseUrl ?? embedded!.url;
  await migrate(url);
  const db = await databaseAt(url, { poolSize: 1 }).initialize();
  try {
    const passwords = new Passwords({ memoryKib: config.passwordMemoryKib, passes: config.passwordPasses });
    const password = randomBytes(15).toString('base64url');
    const person = await new PeopleService(db, passwords, new Throttle(db, config)).resetPassword(email, password);
    return `${person.displayName} <${person.email}> can now sign in with ${password}, and is signed out everywhere.`;
  } finally {
    await db.destroy();
    await embedded?.stop();
  }
}

const [email] = process.argv.slice(2);
try {
  if (!email) throw new DomainError('INVALID_INPUT', 'Which account? Use: npm run reset-password -- ana@example.org');
  console.log(await resetPassword(email));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
