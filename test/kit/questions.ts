import { seat, SOLO_ROUND, type Peer, type Seat } from './seed.js';
import type { World } from './use-service.js';

const KIT = `id kitStatus questionSet { shortfall composedBy { id } items { reason asked
  question { id title family kinds prompt hints lookFor viewerExposures { kind } } } }`;
export const READ = `query ($id: ID!) { session(id: $id) { ${KIT} } }` as const;
export const COMPOSE =
  `mutation ($input: ComposeQuestionSetInput!) { composeQuestionSet(input: $input) { ${KIT} } }` as const;
export const REPLACE =
  `mutation ($input: ReplaceQuestionInput!) { replaceQuestion(input: $input) { ${KIT} } }` as const;
export const OPEN_KIT = `mutation ($id: ID!) { openKit(sessionId: $id) { ${KIT} } }` as const;
export const ASKED =
  `mutation ($id: ID!, $ids: [ID!]!) { recordAsked(sessionId: $id, questionIds: $ids) { ${KIT} } }` as const;
export const OPEN = 'mutation ($id: ID!) { openQuestion(questionId: $id) { id prompt viewerExposures { kind } } }';
export const DECLARE = 'mutation ($ids: [ID!]!) { declareQuestionsSeen(questionIds: $ids) { id prompt } }';
export const ADD =
  'mutation ($input: AddQuestionInput!) { addQuestion(input: $input) { id title prompt author { id } } }';
export const UPDATE =
  'mutation ($input: UpdateQuestionInput!) { updateQuestion(input: $input) { title prompt hints } }';
export const IMPORT_MANY =
  'mutation ($id: ID!, $source: String!) { importQuestions(guideId: $id, source: $source) { id title } }';
export const RETIRE = 'mutation ($id: ID!) { retireQuestion(questionId: $id) { retiredAt } }';
export const BANK = `query ($id: ID!, $fresh: ID) { node(id: $id) { ... on Guide {
  questions(first: 100, kind: CODING, freshFor: $fresh) { totalCount nodes { id title family kinds prompt hints lookFor viewerExposures { kind } } } } } }`;
export const SUPPLY =
  'query ($id: ID!) { node(id: $id) { ... on LoopRound { questionSupply { fresh total shortfall } } } }';
export const FORECAST =
  'query ($id: ID!) { plan(id: $id) { supplyForecast { fresh needed runsOutOn text loopRound { id } } } }';
export const ATTENTION = '{ viewer { attention { kind text session { id } } } }';

export const MARCH = '2027-03-01T09:00:00Z';

/** Ana and Bo prepare; Bo interviews Ana in coding, with Cy as a shadow; Dee is in the group. */
export async function coding(world: World, startsAt = '2027-03-02T17:00:00Z') {
  world.service.clock.set(MARCH);
  const made = await world.seed.plan({ members: 4 });
  const [ana, bo, cy, dee] = made.members as [Peer, Peer, Peer, Peer];
  const book = async (at: string, panel: Seat[], candidateId = made.candidate.id) => {
    const input = { candidateId, roundId: made.rounds.get(SOLO_ROUND), startsAt: at, panel };
    return (await made.organizer.schedules({ ...input, overrideReason: 'Test' })).id;
  };
  const session = await book(startsAt, [seat(bo), seat(cy, 'SHADOW')]);
  return { ...made, ana, bo, cy, dee, book, session };
}

/** Copies each question of a group `times` times. Each copy has a family of its own. */
export const enlarge = (world: World, groupId: string, times: number) =>
  world.service.db.query(
    `insert into question (group_id, id, guide_id, key, title, topic_key, kinds, difficulty, family, prompt, hints, look_for)
     select group_id, gen_random_uuid(), guide_id, key || n, title, topic_key, kinds, difficulty, key || n, 'x', '{}', '{}'
     from question, generate_series(1, $2) n where group_id = $1`,
    [rowOf(groupId), times],
  );

/**
 * Bo interviews Ana (session), and Ana interviews Bo (other). The group's secret gives each question to one of the two
 * sets, so the bank is large enough that neither half is small.
 */
export async function bothWays(world: World, startsAt = '2027-03-09T17:00:00Z') {
  const made = await coding(world);
  await enlarge(world, made.groupId, 2);
  const bos = await world.seed.enroll(made.bo, made.planId);
  return { ...made, bos, other: await made.book(startsAt, [seat(made.ana)], bos.id) };
}

export type Kit = Awaited<ReturnType<typeof kit>>;
export const compose = async (by: Peer, sessionId: string, more: object = {}) =>
  (await by.ask(COMPOSE, { input: { sessionId, ...more } })).composeQuestionSet;
export const kit = async (by: Peer, id: string) => (await by.ask(READ, { id })).session;
export const families = ({ questionSet }: Pick<Kit, 'questionSet'>): string[] =>
  questionSet.items.map(({ question }) => question.family);
export const idsOf = ({ questionSet }: Pick<Kit, 'questionSet'>): string[] =>
  questionSet.items.map(({ question }) => question.id);
export const bank = async (by: Peer, id: string, fresh?: string) =>
  (await by.ask(BANK, { id, fresh })).node.questions.nodes;
export const attention = async (by: Peer) =>
  (await by.ask(ATTENTION)).viewer.attention.filter(({ kind }) => kind === 'KIT_TO_OPEN');

/** The row id of a public id. */
export const rowOf = (publicId: string): string => {
  const hex = Buffer.from(publicId.slice(4), 'base64url').subarray(-16).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};
