import { Refused, type Ask, type Json, type Peer } from './client.js';
import { scheduleTheRest } from './scheduling.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PASSWORD = 'four peers, one loop';
const GUIDE = 'sony-machine-learning-engineer';

const people = [
  { name: 'Ana', timeZone: 'Europe/Berlin' },
  { name: 'Ben', timeZone: 'America/New_York' },
  { name: 'Chika', timeZone: 'Asia/Tokyo' },
  { name: 'Dev', timeZone: 'Asia/Kathmandu' },
];

/** How strong each peer is in each round, and how leniently each grades. The demo's scorecards are made from these numbers. */
const strengths: Record<string, number[]> = {
  Ana: [3.6, 3.4, 3.3, 2.9, 3.2, 3.6, 3.1],
  Ben: [3.2, 3.0, 3.5, 2.3, 2.6, 3.1, 2.8],
  Chika: [3.1, 2.8, 2.4, 3.4, 3.6, 3.2, 3.3],
  Dev: [2.9, 2.6, 2.8, 2.2, 2.9, 2.4, 2.6],
};
const lenience: Record<string, number> = { Ana: 0, Ben: 0.4, Chika: -0.4, Dev: 0.1 };

const evidence = [
  'Asked for the size of the input first, then compared two approaches.',
  'Stated the costs and found the edge case without a hint.',
  'Good idea, but the reasons came only when I asked.',
  'Named a clear result and what they would change.',
];

/** How the story writes to the terminal. */
export interface Narrator {
  chapter: (title: string) => void;
  say: (line: string) => void;
  step: (done: number, of: number, what: string) => void;
}

export interface Ending {
  group: Json;
  rounds: { id: string; key: string; title: string; panelSize: number; criteria: { key: string }[] }[];
  planId: string;
  peers: Peer[];
}

/** Plays the story of a group, from the first account to readiness, in the order in which a real group would act. */
export async function tellStory(ask: Ask, { chapter, say, step }: Narrator, now: Date): Promise<Ending> {
  const date = (days: number) => new Date(now.getTime() + days * DAY).toISOString().slice(0, 10);

  chapter('Four peers open accounts and become a group');
  const peers: Peer[] = [];
  for (const { name, timeZone } of people) {
    const email = `${name.toLowerCase()}@example.org`;
    const { signUp } = await ask(SIGN_UP, { input: { email, password: PASSWORD, displayName: name, timeZone } });
    peers.push({ name, email, token: signUp.token, personId: signUp.person.id, memberId: '' });
    say(`${name} signs up, in ${timeZone}.`);
  }
  const [ana, ...others] = peers as [Peer, ...Peer[]];
  const { createGroup } = await ask(
    CREATE_GROUP,
    { input: { name: 'Evening loop', timeZone: 'Europe/Berlin' } },
    ana.token,
  );
  ana.memberId = createGroup.viewerMember.id;
  for (const peer of others) {
    const { createInvitation } = await ask(INVITE, { input: { groupId: createGroup.id } }, ana.token);
    peer.memberId = (await ask(ACCEPT, { code: createInvitation.code }, peer.token)).acceptInvitation.id;
  }
  say('Ana creates the group "Evening loop" and sends three single-use codes; Ben, Chika and Dev accept them.');

  chapter('They import the guide and make a plan');
  const { importGuide } = await ask(IMPORT, { input: { groupId: createGroup.id, libraryKey: GUIDE } }, ana.token);
  const rounds = importGuide.rounds as Ending['rounds'];
  say(
    `${importGuide.company}, ${importGuide.role}: ${rounds.length} rounds and ${importGuide.questions.totalCount} questions with hidden prompts.`,
  );
  const plan = { groupId: createGroup.id, guideId: importGuide.id, title: 'Sony in five weeks', startsOn: date(-21) };
  const { createPlan } = await ask(CREATE_PLAN, { input: plan }, ana.token);
  const candidates = new Map<string, Json>();
  for (const peer of peers) {
    const input = { planId: createPlan.id, memberId: peer.memberId, targetDate: date(35) };
    candidates.set(peer.name, (await ask(ENROLL, { input }, peer.token)).enrollCandidate);
  }
  say(
    `All four are candidates, with ${date(35)} as their target. Each gets a loop that is spread over the days until then:`,
  );
  for (const { round, windowStart, windowEnd } of candidates.get('Ana').loop)
    say(`  ${round.title.padEnd(24)} ${windowStart} to ${windowEnd}`);

  chapter('They log the sessions of the past weeks, each with scored feedback');
  const mocks = pastMocks(peers, rounds);
  for (const [n, { candidate, round, panel }] of mocks.entries()) {
    const startsAt = new Date(now.getTime() - (n + 1) * 9 * HOUR).toISOString();
    const seats = panel.map(({ memberId }, seat) => ({ memberId, role: seat === 0 ? 'LEAD' : 'CO_INTERVIEWER' }));
    const input = { candidateId: candidates.get(candidate.name).id, roundId: round.id, startsAt, panel: seats };
    const { logSession } = await ask(LOG, { input }, panel[0]!.token);
    for (const peer of panel)
      await ask(
        SUBMIT,
        { input: scorecard(logSession.id, candidate, peer, round, rounds.indexOf(round), n) },
        peer.token,
      );
    step(n + 1, mocks.length, `${candidate.name}: ${round.title}, with ${panel.map(({ name }) => name).join(' and ')}`);
  }

  chapter('Feedback stays hidden until every interviewer who was there has submitted');
  await showBlindness(ask, say, {
    guideId: importGuide.id,
    ana,
    ben: peers[1]!,
    chika: peers[2]!,
    candidate: candidates.get('Ana'),
    rounds,
    now,
  });

  chapter('They schedule what comes next');
  await scheduleNext(ask, say, peers, candidates, now);

  chapter('They state their hours, and the service schedules the rest');
  await scheduleTheRest(ask, { peers, candidates, planId: createPlan.id, say });

  const { group } = await ask(BOARD, { id: createGroup.id }, ana.token);
  return { group, rounds, planId: createPlan.id, peers };
}

interface Mock {
  candidate: Peer;
  round: Ending['rounds'][number];
  panel: Peer[];
}

/** Two past sessions of each round for Ana, and of most rounds for the others. The second one has different interviewers. */
function pastMocks(peers: Peer[], rounds: Ending['rounds']): Mock[] {
  return peers.flatMap((candidate, c) => {
    const others = [1, 2, 3].map((n) => peers[(c + n) % peers.length]!);
    return rounds.slice(0, c === 0 ? 7 : 6 - (c % 2)).flatMap((round, r) =>
      [0, 1].map((again) => ({
        candidate,
        round,
        panel: Array.from({ length: round.panelSize }, (_, seat) => others[(r + again + seat) % 3]!),
      })),
    );
  });
}

const clamp = (level: number) => Math.min(4, Math.max(1, Math.round(level)));

function scorecard(
  sessionId: string,
  candidate: Peer,
  author: Peer,
  round: Ending['rounds'][number],
  position: number,
  n: number,
) {
  const seen = strengths[candidate.name]![position]! + lenience[author.name]!;
  const ratings = round.criteria.map(({ key }, k) => ({
    criterionKey: key,
    level: clamp(seen + ((n + k) % 3) * 0.3 - 0.3),
    evidence: evidence[(n + k) % evidence.length],
  }));
  const verdicts = ['STRONG_NO_HIRE', 'NO_HIRE', 'HIRE', 'STRONG_HIRE'];
  return {
    sessionId,
    ratings,
    recommendation: verdicts[clamp(seen) - 1],
    strengths: 'Calm, and easy to follow.',
    growthAreas: 'State the trade-off before the choice.',
  };
}

interface Blind {
  ana: Peer;
  ben: Peer;
  chika: Peer;
  candidate: Json;
  guideId: string;
  rounds: Ending['rounds'];
  now: Date;
}

async function showBlindness(ask: Ask, say: Narrator['say'], blind: Blind) {
  const { ana, ben, chika, candidate, guideId, rounds, now } = blind;
  const design = rounds.find(({ panelSize }) => panelSize === 2)!;
  const panel = [
    { memberId: ben.memberId, role: 'LEAD' },
    { memberId: chika.memberId, role: 'CO_INTERVIEWER' },
  ];
  const input = {
    candidateId: candidate.id,
    roundId: design.id,
    startsAt: new Date(now.getTime() - 2.5 * HOUR).toISOString(),
    panel,
  };
  const { node } = await ask(BANK, { id: guideId }, ben.token);
  const askedQuestionIds = node.questions.nodes.map(({ id }: Json) => id as string);
  const { logSession } = await ask(LOG, { input: { ...input, askedQuestionIds } }, ben.token);
  const seenByAna = async () => {
    const { session } = await ask(SESSION, { id: logSession.id }, ana.token);
    const titles = session.questionSet?.items.map(({ question }: Json) => `"${question.title}"`) ?? ['none'];
    return `${session.scorecards.length} scorecards, ${session.status}, questions: ${titles.join(', ')}`;
  };
  const self = { sessionId: logSession.id, ratings: [{ criterionKey: design.criteria[0]!.key, level: 3 }] };
  await ask(LOCK_SELF, { input: self }, ana.token);
  say('Ana judges herself before she knows what the others say: level 3, locked.');
  await ask(SUBMIT, { input: scorecard(logSession.id, ana, ben, design, rounds.indexOf(design), 1) }, ben.token);
  say(`Ben has submitted, Chika has not. Ana sees: ${await seenByAna()}.`);
  await ask(SUBMIT, { input: scorecard(logSession.id, ana, chika, design, rounds.indexOf(design), 2) }, chika.token);
  say(`Chika submits, and both come out together. Ana now sees: ${await seenByAna()}.`);
}

async function scheduleNext(ask: Ask, say: Narrator['say'], peers: Peer[], candidates: Map<string, Json>, now: Date) {
  let first: Json;
  for (const [n, peer] of peers.entries()) {
    const candidate = candidates.get(peer.name);
    const next = candidate.loop.at(-1);
    const interviewer = peers[(n + 1) % peers.length]!;
    const day = new Date(Date.parse(`${next.windowStart}T12:00:00Z`) + (n + 1) * DAY);
    const startsAt = new Date(Math.max(day.getTime(), now.getTime() + DAY)).toISOString();
    const input = {
      candidateId: candidate.id,
      roundId: next.round.id,
      startsAt,
      panel: [{ memberId: interviewer.memberId, role: 'LEAD' }],
    };
    await ask(SCHEDULE, { input }, peer.token);
    first ??= { startsAt, interviewer };
    say(
      `${peer.name} meets ${interviewer.name} for "${next.round.title}" on ${startsAt.slice(0, 10)} at ${startsAt.slice(11, 16)} UTC.`,
    );
  }
  const dev = peers[3]!;
  const { id, loop } = candidates.get(dev.name);
  const panel = [{ memberId: first.interviewer.memberId, role: 'LEAD' }];
  try {
    await ask(
      SCHEDULE,
      { input: { candidateId: id, roundId: loop.at(-1).round.id, startsAt: first.startsAt, panel } },
      dev.token,
    );
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    say(
      `${dev.name} wants ${first.interviewer.name} at the same time as Ana. The answer: ${error.code}. ${error.message}`,
    );
  }
}

const SIGN_UP = 'mutation ($input: SignUpInput!) { signUp(input: $input) { token person { id } } }';
const CREATE_GROUP = 'mutation ($input: CreateGroupInput!) { createGroup(input: $input) { id viewerMember { id } } }';
const INVITE = 'mutation ($input: CreateInvitationInput!) { createInvitation(input: $input) { code } }';
const ACCEPT = 'mutation ($code: String!) { acceptInvitation(code: $code) { id } }';
const IMPORT =
  'mutation ($input: ImportGuideInput!) { importGuide(input: $input) { id company role rounds { id key title panelSize criteria { key } } questions(first: 1) { totalCount } } }';
const CREATE_PLAN = 'mutation ($input: CreatePlanInput!) { createPlan(input: $input) { id } }';
const ENROLL =
  'mutation ($input: EnrollCandidateInput!) { enrollCandidate(input: $input) { id loop { id windowStart windowEnd round { id title } } } }';
const LOG = 'mutation ($input: LogSessionInput!) { logSession(input: $input) { id } }';
const SUBMIT = 'mutation ($input: ScorecardInput!) { submitScorecard(input: $input) { id } }';
const LOCK_SELF = 'mutation ($input: SelfAssessmentInput!) { lockSelfAssessment(input: $input) { id } }';
const SCHEDULE = 'mutation ($input: ScheduleSessionInput!) { scheduleSession(input: $input) { id } }';
const BANK = `query ($id: ID!) { node(id: $id) { ... on Guide { questions(first: 2, kind: SYSTEM_DESIGN) { nodes { id } } } } }`;
const SESSION = `query ($id: ID!) { session(id: $id) { status scorecards { id } questionSet { items { question { title } } } } }`;
const BOARD = `query ($id: ID!) { group(id: $id) { id name plans { candidates {
  member { person { displayName } } readiness { level explanation rounds { round { key } level evidenceCount explanation } nextBest { round { title } } }
} } } }`;
