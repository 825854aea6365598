import { In, type EntityManager } from 'typeorm';
import { newId } from '../common/ids.js';
import { Difficulty } from '../guides/guide-document.js';
import { Question } from '../guides/question.entity.js';
import { freshQuestions, practisedTopics } from './bank.js';
import { claimFamilies, familiesMetInSessions, freeFamilies, type Learner } from './claims.js';
import { compose, type Choice, type Picked } from './composing.rules.js';
import { familiesAgainst, isAllowedBeside, oppositesOf } from './opposite.js';
import { QuestionExposure } from './question-exposure.entity.js';
import { QuestionClaim } from './question-claim.entity.js';
import { QuestionSetItem } from './question-set-item.entity.js';
import { QuestionSet } from './question-set.entity.js';
import { setCaseOf, type SetCase } from './set-case.js';
import { Session } from '../sessions/session.entity.js';

/** What is asked of a choice of questions. */
export interface Wanted {
  count: number;
  difficulty: Difficulty;
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

/** The questions that a session could be asked: fresh for its candidate, and allowed beside sets in the other direction. */
export async function poolFor(tx: EntityManager, setCase: SetCase, now: Date): Promise<Choice[]> {
  const opposites = await oppositesOf(tx, setCase, now);
  const avoided = await familiesAgainst(tx, setCase, opposites);
  const fresh = await freshQuestions(tx, setCase, now);
  return fresh.filter(({ family }) => !avoided.has(family) && isAllowedBeside(opposites, family));
}

/** Chooses fresh questions for a session. Nothing is stored yet. */
export async function choose(tx: EntityManager, setCase: SetCase, wanted: Wanted, now: Date): Promise<Picked[]> {
  const { candidate, guide } = setCase;
  const { count, difficulty, kept, topicKeys } = wanted;
  const pool = (await poolFor(tx, setCase, now)).filter(
    ({ topicKey }) => topicKeys === null || topicKeys.includes(topicKey),
  );
  const track = guide.outline.tracks.find(({ key }) => key === candidate.trackKey);
  const emphasis = new Map((track?.emphasis ?? []).map(({ topic, weight }) => [topic, weight]));
  const practised = await practisedTopics(tx, setCase, now);
  return compose(pool, { count, difficulty, kept, emphasis, practised });
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
  const held: { sessionId: string; family: string; itemId: string; questionId: string }[] = await tx.query(
    `select c.session_id as "sessionId", c.family, i.id as "itemId", i.question_id as "questionId" from question_claim c
       join session s on s.group_id = c.group_id and s.id = c.session_id
       join question_set_item i on i.group_id = c.group_id and i.session_id = c.session_id
       join question q on q.group_id = i.group_id and q.id = i.question_id and q.family = c.family
     where c.group_id = $1 and c.member_id = $2 and c.guide_key = $3 and c.family = any($4)
       and s.starts_at > $5 and s.cancelled_at is null order by c.session_id, i.position`,
    [groupId, memberId, guideKey, [...families], now],
  );
  for (const { sessionId, family, itemId, questionId } of held) {
    const session = await tx.findOneByOrFail(Session, { groupId, id: sessionId });
    const replaced = { itemId, questionId, family, spentIn };
    await replaceItem(tx, await setCaseOf(tx, session), replaced, now);
  }
}

/** What the panel reads when a question was taken out. */
const NONE_LEFT = 'A question was taken out, and no fresh one was left to replace it. Add questions (addQuestion).';

interface Replaced {
  itemId: string;
  questionId: string;
  family: string;
  spentIn: string | null;
}

/** Puts a fresh question in the place of another one, of the same difficulty where possible; gives it, or null if none is left. */
export async function replaceItem(
  tx: EntityManager,
  setCase: SetCase,
  { itemId, questionId, family, spentIn }: Replaced,
  now: Date,
  by?: Picked,
): Promise<Picked | null> {
  const { groupId, id: sessionId } = setCase.session;
  const items = await tx.findBy(QuestionSetItem, { groupId, sessionId });
  const others = items.filter(({ id }) => id !== itemId).map((item) => item.questionId);
  const questions = await tx.findBy(Question, { groupId, id: In([...others, questionId]) });
  const { difficulty } = questions.find(({ id }) => id === questionId)!;
  const kept = questions.filter(({ id }) => others.includes(id)).map(({ topicKey }) => topicKey);
  const [next = null] = by ? [by] : await choose(tx, setCase, { count: 1, difficulty, topicKeys: null, kept }, now);
  await tx.increment(QuestionSet, { groupId, sessionId }, 'revision', 1);
  if (spentIn === null) await freeFamilies(tx, setCase.session, [family]);
  else await tx.update(QuestionClaim, { groupId, sessionId, family }, { sessionId: spentIn });
  if (next === null) {
    await tx.delete(QuestionSetItem, { groupId, id: itemId });
    await tx.update(QuestionSet, { groupId, sessionId }, { shortfall: NONE_LEFT });
    return null;
  }
  await claimAll(tx, setCase, [next]);
  await tx.update(QuestionSetItem, { groupId, id: itemId }, { questionId: next.id, reason: next.reason });
  return next;
}

/**
 * Replaces the questions of a set that its candidate has met by now, or that an opposite set holds. The clock and new seats can bring that
 * about without an act of the candidate. A set is fixed once its session has begun. Call it under the group's lock.
 */
export async function refreshSet(tx: EntityManager, session: Session, now: Date): Promise<void> {
  if (session.cancelledAt !== null || session.startsAt <= now) return;
  const { groupId, id: sessionId } = session;
  const items: Omit<Replaced, 'spentIn'>[] = await tx.query(
    `select i.id as "itemId", i.question_id as "questionId", q.family from question_set_item i
       join question q on q.group_id = i.group_id and q.id = i.question_id
     where i.group_id = $1 and i.session_id = $2 order by i.position`,
    [groupId, sessionId],
  );
  if (items.length === 0) return;
  const setCase = await setCaseOf(tx, session);
  const met = await familiesMet(tx, learnerOf(setCase), now);
  const avoided = await familiesAgainst(tx, setCase, await oppositesOf(tx, setCase, now));
  for (const item of items)
    if (met.has(item.family) || avoided.has(item.family))
      await replaceItem(tx, setCase, { ...item, spentIn: null }, now);
}

/** Everything that a member has met, by acts of their own and in sessions. */
async function familiesMet(tx: EntityManager, learner: Learner, now: Date): Promise<ReadonlySet<string>> {
  const exposures = await tx.find(QuestionExposure, { select: { family: true }, where: { ...learner } });
  return new Set([...exposures.map(({ family }) => family), ...(await familiesMetInSessions(tx, learner, now))]);
}
