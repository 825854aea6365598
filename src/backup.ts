import 'reflect-metadata';
import { copyFile, cp, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { readConfig } from './server/config.js';
import { ownedByPostgres } from './database/embedded/folders.js';
import { embeddedFolders, isServed, startEmbeddedPostgres } from './database/embedded/server.js';

/** Files that a copy leaves out: those of the running server, and the log of writes, which is copied last. */
const left = ['postmaster.pid', 'postmaster.opts', 'pg_wal'];

/**
 * Copies the embedded Postgres into a new folder, consistently, while it runs and is written to (Postgres' own low-level backup: the copied
 * files, and the log of writes during the copying, which Postgres replays when it starts on the copy).
 */
async function backUp(dataDir: string, target: string): Promise<void> {
  const embedded = await startEmbeddedPostgres(dataDir);
  const client = new pg.Client({ connectionString: embedded.url });
  try {
    await client.connect();
    const { data } = await embeddedFolders(dataDir);
    await mkdir(target);
    // Holds the log of writes for as long as this connection lives.
    await client.query(`select pg_create_physical_replication_slot('backup_' || pg_backend_pid(), true, true)`);
    await client.query(`select pg_backup_start('mockloop', true)`);
    for (const name of await readdir(data))
      if (!left.includes(name)) await copyLive(join(data, name), join(target, name));
    const stopped = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    await writeFile(join(target, 'backup_label'), stopped.rows[0]!.labelfile);
    await copyLive(join(data, 'pg_wal'), join(target, 'pg_wal'));
  } finally {
    await client.end();
    await embedded.stop();
  }
}

/**
 * Copies files while they are written to. Files that disappear during the copy are not needed, because the log of
 * writes records that.
 */
async function copyLive(from: string, to: string): Promise<void> {
  const stats = await stat(from).catch(ifGone);
  if (!stats) return;
  if (!stats.isDirectory()) return void (await copyFile(from, to).catch(ifGone));
  await mkdir(to);
  for (const name of await readdir(from)) await copyLive(join(from, name), join(to, name));
}

function ifGone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/** Puts a copy into a data folder that has no cluster yet. */
async function restore(dataDir: string, source: string): Promise<void> {
  const { data } = await embeddedFolders(dataDir);
  if (await isServed(data)) throw new Error('A service is running on this DATA_DIR. Stop it first.');
  await cp(source, data, { recursive: true, errorOnExist: true, force: false }).catch((error: Error) => {
    throw new Error(`${data} cannot be filled: ${error.message}. Restore into an empty DATA_DIR.`);
  });
  await ownedByPostgres(data);
}

const [act, folder] = process.argv.slice(2);
const { dataDir, databaseUrl } = readConfig(process.env);
try {
  if (databaseUrl !== null)
    throw new Error('DATABASE_URL is set. Back up that Postgres with pg_dump (docs/backup.md).');
  if (!folder) throw new Error('Which folder? Use: npm run backup -- FOLDER, or npm run restore -- FOLDER');
  await (act === 'restore' ? restore : backUp)(dataDir, resolve(folder));
  console.log(act === 'restore' ? `${folder} is in place. Start the service.` : `The database is in ${folder}.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
