import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers';

const MOST_MINUTES = 40;

/**
 * Starts one Postgres for the whole run, with one migrated template that each test file clones. Jest does not compile this file, so it
 * imports code that was compiled before.
 */
export default async function setUp() {
  await import('reflect-metadata');
  const { startEmbeddedPostgres } = await import('../../dist/src/database/embedded/server.js');
  const { databaseAt, migrate } = await import('../../dist/src/database/connection.js');
  const folder = await mkdtemp(join(tmpdir(), 'mockloop-test-'));
  // When root runs this, Postgres runs as the user nobody, which has to reach this folder.
  await chmod(folder, 0o711);
  const server = await startEmbeddedPostgres(join(folder, 'data'), { unsafe: true });
  const admin = await databaseAt(server.url, { poolSize: 1 }).initialize();
  await admin.query('create database template_mockloop');
  await admin.destroy();
  await migrate(server.url.replace(/postgres$/, 'template_mockloop'));
  process.env.MOCKLOOP_TEST_SERVER = server.url;
  process.env.MOCKLOOP_TEST_FOLDER = folder;
  process.env.MOCKLOOP_TEST_WORLDS = join(folder, 'worlds');
  await mkdir(process.env.MOCKLOOP_TEST_WORLDS);
  globalThis.mockloop = { server, folder };
  setTimeout(() => void giveUp(), MOST_MINUTES * 60_000).unref();
}

/** The runner knows no time limit of a test, so a test that hangs would never end the run. */
async function giveUp() {
  const { server, folder } = globalThis.mockloop;
  console.error(`The tests still run after ${MOST_MINUTES} minutes. A file hangs that is not in the list above.`);
  await server.stop();
  await rm(folder, { recursive: true, force: true });
  process.exit(1);
}
