import 'reflect-metadata';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type Config } from '../src/server/config.js';
import { startFailure, startService, type Service } from '../src/server/service.js';
import { clientOf, type Json } from './client.js';
import { tellStory, type Ending, type Narrator } from './story.js';

const bold = (text: string) => (process.stdout.isTTY ? `\x1b[1m${text}\x1b[0m` : text);

const narrator: Narrator = {
  chapter: (title) => console.log(`\n${bold(title)}`),
  say: (line) => console.log(`  ${line}`),
  step(done, of, what) {
    const line = `  [${String(done).padStart(2)}/${of}] ${what}`;
    if (!process.stdout.isTTY) return console.log(line);
    process.stdout.write(`\r${line.padEnd(78)}${done === of ? '\n' : ''}`);
  },
};

/** Starts the service on its usual port, or on any free port if the usual one is taken. */
async function start(config: Config): Promise<Service> {
  try {
    return await startService(config);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    console.log(`  Port ${config.port} is taken. Using another one.`);
    return startService({ ...config, port: 0 });
  }
}

const words: Record<string, string> = {
  NOT_ENOUGH_EVIDENCE: '·',
  BELOW_BAR: 'below bar',
  BORDERLINE: 'borderline',
  READY: 'READY',
};

/** The level of each candidate in each round. The table has no numbers, because the candidates do not share them. */
function table({ group, rounds }: Ending): string {
  const rows = group.plans[0].candidates.map(({ member, readiness }: Json) => [
    member.person.displayName,
    ...readiness.rounds.map(({ level, evidenceCount }: Json) => `${words[level]} (${evidenceCount})`),
    words[readiness.level],
  ]);
  const lines: string[][] = [['', ...rounds.map(({ key }) => short(key)), 'whole loop'], ...rows];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines.map((line) => `  ${line.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`).join('\n');
}

const short = (key: string) =>
  key
    .replace('technical-phone-screen', 'phone')
    .replace(/^ml-system-/, '')
    .replace(/^ml-/, '')
    .replace(/-screen$/, '');

function farewell(url: string, { group, planId, peers }: Ending): string {
  const tokens = peers.map(({ name, token }) => `  ${name.padEnd(6)} ${token}`).join('\n');
  return `
${bold('Try it yourself')}
  GraphiQL   ${url}/graphiql   (paste a token below into its Headers tab)
  GraphQL    ${url}/graphql

  Tokens, as {"Authorization": "Bearer <token>"}:
${tokens}

  Am I ready? Send this with Ana's token:

query AmIReady {
  plan(id: "${planId}") {
    viewerCandidate { readiness { level explanation nextBest { round { title } gain } rounds { round { title } level estimate low90 high90 rawMean explanation } } }
  }
}

  What is coming up in the group?

query OurWeek {
  group(id: "${group.id}") {
    sessions(status: [SCHEDULED]) { nodes { startsAt round { title } candidate { member { person { displayName } } } panel { role member { person { displayName } } } } }
  }
}

  Ctrl-C stops the service and its database, and removes what the demo wrote.`;
}

const home = await mkdtemp(join(tmpdir(), 'mockloop-demo-'));
// When root runs this, Postgres runs as the user nobody, which has to reach this folder.
await chmod(home, 0o711);
let starting: Promise<Service> | null = null;

async function stop(code: number): Promise<never> {
  const service = await starting?.catch(() => null);
  await service?.stop();
  await rm(home, { recursive: true, force: true });
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0));

try {
  console.log(bold('Mockloop: a whole interview loop in a minute'));
  console.log('  Starting an embedded Postgres and the service ...');
  starting = start({ ...readConfig(process.env), databaseUrl: null, dataDir: join(home, 'data'), explorer: true });
  const service = await starting;
  const ending = await tellStory(clientOf(service.url), narrator, new Date());
  narrator.chapter('Who is ready? (in brackets: the number of scorecards; · means not enough evidence)');
  console.log(table(ending));
  const own = ending.group.plans[0].candidates[0].readiness;
  console.log(`\n  ${own.explanation}`);
  for (const { explanation } of own.rounds.slice(2, 4)) console.log(`  ${explanation}`);
  console.log(farewell(service.url, ending));
} catch (error) {
  console.error(startFailure(error));
  await stop(1);
}
