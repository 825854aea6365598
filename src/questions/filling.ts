import { In, type EntityManager } from 'typeorm';
import { newId } from '../common/ids.js';
import { Difficulty } from '../guides/guide-document.js';
import { Question } from '../guides/question.entity.js';
import { isInterviewer } from '../sessions/session.rules.js';
import { freshQuestions, practisedTopics } from './bank.js';
import { claimFamilies, freeFamilies, type Learner } from './claims.js';
import { compose, type Picked } from './composing.rules.js';
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

/** Chooses fresh questions for a session. Nothing is stored yet. */
export async function choose(tx: EntityManager, setCase: SetCase, wanted: Wanted, now: Date): Promise<Picked[]> {
  const { candidate, guide } = setCase;
  const avoided = await familiesAgainst(tx, setCase, now);
  const pool = (await freshQuestions(tx, setCase, now)).filter(
    ({ family, topicKey }) =>
      !avoided.has(family) && (wanted.topicKeys === null || wanted.topicKeys.includes(topicKey)),
  );
  const track = guide.outline.tracks.find(({ key }) => key === candidate.trackKey);
  const emphasis = new Map((track?.emphasis ?? []).map(({ topic, weight }) => [topic, weight]));
  const practised = await practisedTopics(tx, setCase, now);
  const { count, difficulty, kept } = wanted;
  return compose(pool, { count, difficulty, kept, emphasis, practised });
}

/**
 * The families of open sets in which an interviewer of this session is the candidate and its candidate sits on the panel. Two sets in
 * both directions must not share a family: each of the two opens the set of the other.
 */
async function familiesAgainst(tx: EntityManager, setCase: SetCase, now: Date): Promise<ReadonlySet<string>> {
  const { session, candidate, panel, guide } = setCase;
  const interviewers = panel.filter(isInterviewer).map(({ memberId }) => memberId);
  const rows: { family: string }[] = await tx.query(
    `select c.family from question_claim c
       join session s on s.group_id = c.group_id and s.id = c.session_id
       join assignment a on a.group_id = c.group_id and a.session_id = c.session_id
     where c.group_id = $1 and c.member_id = any($2) and c.guide_key = $3 and s.ends_at > $4 and a.member_id = $5`,
    [session.groupId, interviewers, guide.key, now, candidate.memberId],
  );
  return new Set(rows.map(({ family }) => family));
}

/** Stores chosen questions as the next items of a set, and claims their families. */
export async function append(
  tx: EntityManager,
  setCase: SetCase,
  picked: readonly Picked[],
  from: number,
): Promise<void> {
  const { groupId, id: sessionId } = setCase.session;
  await claimFamilies(
    tx,
    learnerOf(setCase),
    sessionId,
    picked.map(({ family }) => family),
  );
  const items = picked.map(({ id, reason }, n) => {
    return { groupId, id: newId(), sessionId, position: from + n, questionId: id, reason, asked: null };
  });
  if (items.length > 0) await tx.insert(QuestionSetItem, items);
}

/**
 * Makes the open sets of a candidate give up families that the candidate has met by now: each such question is replaced by a fresh one, or
 * goes if none is left. Sets of sessions that have begun stay as they are. `spentIn` is the session that has asked them, which then holds the
 * families. Call it under the group's lock.
 */
export async function yieldFamilies(
  tx: EntityManager,
  { groupId, memberId, guideKey }: Learner,
  families: readonly string[],
  now: Date,
  spentIn: string | null = null,
): Promise<void> {
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

/** What the panel reads where a question had to go. */
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
  if (spentIn === null) await freeFamilies(tx, setCase.session, [family]);
  else await tx.update(QuestionClaim, { groupId, sessionId, family }, { sessionId: spentIn });
  if (next === null) {
    await tx.delete(QuestionSetItem, { groupId, id: itemId });
    await tx.update(QuestionSet, { groupId, sessionId }, { shortfall: NONE_LEFT });
    return null;
  }
  await claimFamilies(tx, learnerOf(setCase), sessionId, [next.family]);
  await tx.update(QuestionSetItem, { groupId, id: itemId }, { questionId: next.id, reason: next.reason });
  return next;
}
