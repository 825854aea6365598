import { In, type EntityManager } from 'typeorm';
import { groupBy } from '../common/grouping.js';
import { newId } from '../common/ids.js';
import { Difficulty } from '../guides/guide-document.js';
import { Question } from '../guides/question.entity.js';
import { Session } from '../sessions/session.entity.js';
import { bankFor, preferencesFor } from './bank.js';
import { claimFamilies, freeFamilies, freeUnspentFamilies, type Learner } from './claims.js';
import { compose, type Choice, type Picked } from './composing.rules.js';
import { familiesMet } from './families-met.js';
import { isAllowedBeside, mostBeside, oppositesOf, type Opposite } from './opposite-sets.js';
import { QuestionClaim } from './question-claim.entity.js';
import { wasOpened } from './question-sets.access.js';
import { QuestionSetItem } from './question-set-item.entity.js';
import { QuestionSet } from './question-set.entity.js';
import { setCaseOf, type SetCase } from './set-case.js';

/** What is asked of a choice of questions. */
export interface Wanted {
  count: number;
  difficulty: Difficulty;
  isDifficultyAsked: boolean;
  /** Only of these topics; null for all. */
  topicKeys: readonly string[] | null;
  kept: readonly string[];
}

/** The member who is the candidate of a session, for the guide of its plan. */
export const learnerOf = ({ session: { groupId }, candidate: { memberId }, guide }: SetCase): Learner => ({
  groupId,
  memberId,
  guideKey: guide.key,
});

/** What a choice of questions for a session starts from. */
export interface QuestionChoices {
  /** The questions that the session could ask: fresh for its candidate, and in its half beside sessions in the other direction. */
  pool: readonly Choice[];
  /** How many questions the set may have: beside a session in the other direction at most half of what is shown as fresh; else null. */
  most: number | null;
  emphasis: ReadonlyMap<string, number>;
  practised: ReadonlyMap<string, number>;
}

/** Reads these choices, in a constant number of statements. */
export async function choicesFor(
  tx: EntityManager,
  setCase: SetCase,
  opposites: readonly Opposite[],
  now: Date,
): Promise<QuestionChoices> {
  const { session, candidate, guide } = setCase;
  const learner = learnerOf(setCase);
  const held = new Set((await tx.findBy(QuestionClaim, learner)).map(({ family }) => family));
  const met = await familiesMet(tx, learner, now, session.id);
  const bank = await bankFor(tx, setCase);
  const { knownToLead, uses, practised } = await preferencesFor(tx, setCase, now);
  const track = guide.outline.tracks.find(({ key }) => key === candidate.trackKey);
  return {
    pool: bank.flatMap(([id, turn, family, topicKey, difficulty]): Choice[] => {
      if (met.has(family) || held.has(family) || !isAllowedBeside(opposites, setCase, family)) return [];
      const preferred = { isKnownToLead: knownToLead.has(family), uses: uses.get(family) ?? 0 };
      return [{ id, turn, family, topicKey, difficulty, ...preferred }];
    }),
    most: mostBeside(
      opposites,
      bank.map(([, , family]) => family),
      met,
      now,
    ),
    emphasis: new Map((track?.emphasis ?? []).map(({ topic, weight }) => [topic, weight])),
    practised,
  };
}

/** Chooses fresh questions for a session. Nothing is stored yet. */
export function choose(
  { pool, emphasis, practised }: Pick<QuestionChoices, 'pool' | 'emphasis' | 'practised'>,
  { topicKeys, ...wanted }: Wanted,
): Picked[] {
  const inTopics = topicKeys === null ? pool : pool.filter(({ topicKey }) => topicKeys.includes(topicKey));
  return compose(inTopics, { ...wanted, emphasis, practised });
}

/** Stores chosen questions as the next items of a set, and claims their families. */
export async function append(
  tx: EntityManager,
  setCase: SetCase,
  picked: readonly Picked[],
  from: number,
): Promise<void> {
  const { groupId, id: sessionId } = setCase.session;
  await claimAll(tx, setCase, picked);
  const items = picked.map(({ id, reason }, n) => {
    return { groupId, id: newId(), sessionId, position: from + n, questionId: id, reason, asked: null };
  });
  if (items.length > 0) await tx.insert(QuestionSetItem, items);
}

/** Claims the families of chosen questions. The group's lock makes sure that nothing has taken them meanwhile. */
async function claimAll(tx: EntityManager, setCase: SetCase, picked: readonly Picked[]): Promise<void> {
  if (picked.length === 0) return;
  const families = picked.map(({ family }) => family);
  const claimed = await claimFamilies(tx, learnerOf(setCase), setCase.session.id, families);
  if (claimed < families.length) throw new Error('Another set already holds a family of these questions.');
}

/**
 * Makes the open sets of a candidate give up families that the candidate has met by now: each such question is replaced by a fresh one, or
 * goes if none is left. Sets of sessions that have begun stay as they are. `spentIn` is the session that has asked them, which then holds the
 * families. Call it under the group's lock.
 */
export async function yieldFamilies(
  tx: EntityManager,
  learner: Learner,
  families: readonly string[],
  now: Date,
  spentIn: string | null = null,
): Promise<void> {
  const { groupId, memberId, guideKey } = learner;
  // All of them are claimed before the first is replaced, so that none of them becomes a replacement.
  if (spentIn !== null) await claimFamilies(tx, learner, spentIn, families);
  const held: (Held & { sessionId: string })[] = await tx.query(
    `select c.session_id as "sessionId", c.family, i.id as "itemId", i.question_id as "questionId" from question_claim c
       join session s on s.group_id = c.group_id and s.id = c.session_id
       join question_set_item i on i.group_id = c.group_id and i.session_id = c.session_id
       join question q on q.group_id = i.group_id and q.id = i.question_id and q.family = c.family
     where c.group_id = $1 and c.member_id = $2 and c.guide_key = $3 and c.family = any($4)
       and s.starts_at > $5 and s.cancelled_at is null order by c.session_id, i.position`,
    [groupId, memberId, guideKey, [...families], now],
  );
  for (const [id, items] of groupBy(held, ({ sessionId }) => sessionId)) {
    const setCase = await setCaseOf(tx, await tx.findOneByOrFail(Session, { groupId, id }));
    const opposites = await oppositesOf(tx, setCase, now);
    await replaceItems(tx, setCase, items, { choices: await choicesFor(tx, setCase, opposites, now), spentIn });
  }
}

/** What the panel reads when a question was taken out. */
const NONE_LEFT = 'A question was taken out, and no fresh one was left to replace it. Add questions (addQuestion).';

/** An item of a set that is to be replaced. */
export interface Held {
  itemId: string;
  questionId: string;
  family: string;
}

interface Replacing {
  choices: QuestionChoices;
  /** The session that has asked the questions that go, and then holds their families; null frees them. */
  spentIn: string | null;
  /** What takes their place, where it was chosen by hand. */
  by?: readonly Picked[];
}

/**
 * Replaces questions with fresh ones, where possible of the same difficulty and of the requested topics, and takes out those for which none is left.
 * Returns the new ones. A constant number of statements, however many are replaced.
 */
export async function replaceItems(
  tx: EntityManager,
  setCase: SetCase,
  held: readonly Held[],
  { choices, spentIn, by = [] }: Replacing,
): Promise<Picked[]> {
  const { groupId, id: sessionId } = setCase.session;
  const items = await tx.findBy(QuestionSetItem, { groupId, sessionId });
  const questions = await tx.findBy(Question, { groupId, id: In(items.map(({ questionId }) => questionId)) });
  const { topicKeys } = await tx.findOneByOrFail(QuestionSet, { groupId, sessionId });
  const going = new Set(held.map(({ questionId }) => questionId));
  const kept = questions.filter(({ id }) => !going.has(id)).map(({ topicKey }) => topicKey);
  const difficultyOf = new Map(questions.map(({ id, difficulty }) => [id, difficulty]));
  const next = new Map<string, Picked>();
  held.forEach(({ itemId, questionId }, n) => {
    const taken = new Set([...next.values()].map(({ family }) => family));
    const free = { ...choices, pool: choices.pool.filter(({ family }) => !taken.has(family)) };
    const wanted = { count: 1, difficulty: difficultyOf.get(questionId)!, isDifficultyAsked: false, kept };
    const [inTopics] = choose(free, { ...wanted, topicKeys: choices.most === null ? topicKeys : null });
    const picked = by[n] ?? inTopics ?? choose(free, { ...wanted, topicKeys: null })[0];
    if (!picked) return;
    next.set(itemId, picked);
    kept.push(picked.topicKey);
  });
  const families = held.map(({ family }) => family);
  if (spentIn === null) await freeFamilies(tx, setCase.session, families);
  else await tx.update(QuestionClaim, { groupId, sessionId, family: In(families) }, { sessionId: spentIn });
  const picked = [...next.values()];
  await claimAll(tx, setCase, picked);
  await tx.delete(QuestionSetItem, { groupId, id: In(held.map(({ itemId }) => itemId).filter((id) => !next.has(id))) });
  await tx.query(
    `update question_set_item i set question_id = chosen.question_id, reason = chosen.reason
     from jsonb_to_recordset($2::jsonb) as chosen (id uuid, question_id uuid, reason text)
     where i.group_id = $1 and i.id = chosen.id`,
    [groupId, JSON.stringify([...next].map(([id, { id: question_id, reason }]) => ({ id, question_id, reason })))],
  );
  await tx.increment(QuestionSet, { groupId, sessionId }, 'revision', 1);
  if (next.size < held.length) await tx.update(QuestionSet, { groupId, sessionId }, { shortfall: NONE_LEFT });
  return picked;
}

/**
 * Replaces the questions of a set that its candidate has met by now, or that belong to the other half beside a session in the other direction.
 * The clock and new seats can bring that about without an act of the candidate. A set is fixed once its session has begun and its kit was opened. Call
 * it under the group's lock.
 */
export async function refreshSet(tx: EntityManager, session: Session, now: Date): Promise<void> {
  if (session.cancelledAt !== null || session.endsAt <= now) return;
  const { groupId, id: sessionId } = session;
  if (session.startsAt <= now && (await wasOpened(tx, session))) return;
  const items: Held[] = await tx.query(
    `select i.id as "itemId", i.question_id as "questionId", q.family from question_set_item i
       join question q on q.group_id = i.group_id and q.id = i.question_id
     where i.group_id = $1 and i.session_id = $2 order by i.position`,
    [groupId, sessionId],
  );
  if (items.length === 0) return;
  const setCase = await setCaseOf(tx, session);
  const met = await familiesMet(tx, learnerOf(setCase), now, sessionId);
  const opposites = await oppositesOf(tx, setCase, now);
  // This also holds for a kit that was opened. Otherwise the candidate could find it out from what their own choices lack.
  const mayStay = (family: string) => !met.has(family) && isAllowedBeside(opposites, setCase, family);
  const held = items.filter(({ family }) => !mayStay(family));
  if (held.length === 0) return;
  await freeUnspentFamilies(tx, learnerOf(setCase), now);
  await replaceItems(tx, setCase, held, { choices: await choicesFor(tx, setCase, opposites, now), spentIn: null });
}

/** Makes the sets of sessions in the other direction give up what belongs to the other half of the bank. */
export async function refreshOpposites(tx: EntityManager, opposites: readonly Opposite[], now: Date): Promise<void> {
  for (const { session } of opposites) await refreshSet(tx, session, now);
}

/** What a new seat means for the sets: that of the session itself, and those of sessions that are in the other direction now. */
export async function refreshReseated(tx: EntityManager, session: Session, now: Date): Promise<void> {
  await refreshSet(tx, session, now);
  await refreshOpposites(tx, await oppositesOf(tx, await setCaseOf(tx, session), now), now);
}
