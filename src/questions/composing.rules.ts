import { groupBy } from '../common/grouping.js';
import { Difficulty } from '../guides/guide-document.js';

/** A question that could be asked, and what speaks for it. */
export interface Choice {
  id: string;
  /** Its turn among equals, in an order that is random for each session and always the same for one session. */
  turn: string;
  family: string;
  topicKey: string;
  difficulty: Difficulty;
  /** The lead has asked or opened it before. */
  isKnownToLead: boolean;
  /** In how many sessions of the group it was asked, among those whose feedback is out. */
  uses: number;
}

/** What is wanted of a set. */
export interface Wish {
  count: number;
  difficulty: Difficulty;
  /** Whether the composer asks for this difficulty: then others come only when no such question is left. */
  isDifficultyAsked: boolean;
  /** How much the candidate's track stresses a topic; 0 where it does not. */
  emphasis: ReadonlyMap<string, number>;
  /** How many questions of a topic the candidate was asked so far. */
  practised: ReadonlyMap<string, number>;
  /** Topics of the questions that stay in the set. */
  kept: readonly string[];
}

export interface Picked extends Choice {
  reason: string;
}

const steps: readonly Difficulty[] = [Difficulty.EASY, Difficulty.MEDIUM, Difficulty.HARD];

/** The wanted difficulty counts fully, one step away counts half, and two steps away count a quarter; next to nothing if another was asked for. */
const fit = (difficulty: Difficulty, { difficulty: wanted, isDifficultyAsked }: Wish): number =>
  0.5 ** Math.abs(steps.indexOf(difficulty) - steps.indexOf(wanted)) *
  (isDifficultyAsked && difficulty !== wanted ? 1e-6 : 1);

/**
 * Picks questions one after the other, never two of one family. A topic counts more if the track stresses it, and less the more often it was
 * practised and picked. Among equals, questions that the lead knows come first, then those that the group has used least, then by turn: the same
 * state gives the same set, and the choice for one session does not foretell another.
 */
export function compose(pool: readonly Choice[], wish: Wish): Picked[] {
  const picked: Picked[] = [];
  const families = new Set<string>();
  const inTopic = new Map<string, number>();
  for (const topic of wish.kept) inTopic.set(topic, (inTopic.get(topic) ?? 0) + 1);
  const stress = [...wish.emphasis.values()].reduce((sum, weight) => sum + weight, 0);
  const worth = ({ topicKey, difficulty }: Choice): number => {
    const emphasis = stress === 0 ? 0 : (wish.emphasis.get(topicKey) ?? 0) / stress;
    const often = (wish.practised.get(topicKey) ?? 0) + 2 * (inTopic.get(topicKey) ?? 0);
    return ((1 + 4 * emphasis) * fit(difficulty, wish)) / (1 + often);
  };
  // Questions of one topic and difficulty are worth the same, so only the first of each such group is looked at.
  const groups = [...groupBy(pool, ({ topicKey, difficulty }) => `${topicKey} ${difficulty}`).values()].map(
    (group) => ({
      group,
      first: firstOf(group, families),
    }),
  );
  while (picked.length < wish.count) {
    let best: Choice | null = null;
    let most = -Infinity;
    for (const each of groups) {
      if (each.first !== null && families.has(each.first.family)) each.first = firstOf(each.group, families);
      const { first: choice } = each;
      if (choice === null) continue;
      const value = worth(choice);
      if (best !== null && (value < most - 1e-12 || (value <= most + 1e-12 && !isBefore(choice, best)))) continue;
      best = choice;
      most = value;
    }
    if (best === null) break;
    families.add(best.family);
    const isNewTopic = !inTopic.has(best.topicKey);
    inTopic.set(best.topicKey, (inTopic.get(best.topicKey) ?? 0) + 1);
    picked.push({ ...best, reason: reasonFor(best, wish, isNewTopic) });
  }
  return picked;
}

/** The first question among equals whose family is not taken. Few are picked from a large bank, so looking through it costs less than sorting it. */
function firstOf(group: readonly Choice[], taken: ReadonlySet<string>): Choice | null {
  let first: Choice | null = null;
  for (const choice of group)
    if (!taken.has(choice.family) && (first === null || isBefore(choice, first))) first = choice;
  return first;
}

const isBefore = (a: Choice, b: Choice): boolean => {
  if (a.isKnownToLead !== b.isKnownToLead) return a.isKnownToLead;
  return a.uses !== b.uses ? a.uses < b.uses : a.turn < b.turn;
};

/** Why a question was chosen. It says nothing about what the candidate has practised or how good they are. */
function reasonFor(
  { topicKey, difficulty, isKnownToLead, uses }: Choice,
  { emphasis, difficulty: wanted, isDifficultyAsked }: Wish,
  isNewTopic: boolean,
): string {
  const parts: string[] = [];
  if (isDifficultyAsked && difficulty !== wanted) parts.push(`no fresh ${wanted} question is left`);
  if ((emphasis.get(topicKey) ?? 0) > 0) parts.push('the track stresses its topic');
  else if (isNewTopic) parts.push('it adds a topic');
  if (isKnownToLead) parts.push('the lead knows it');
  if (uses === 0) parts.push('the group has not used it yet');
  if (parts.length === 0) parts.push('it is fresh for the candidate');
  const text = parts.join(', and ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

interface Limits {
  round: string;
  /** The most questions beside a set in the other direction; null without one. */
  most: number | null;
  /** Whether the composer has chosen topics. */
  hasTopics: boolean;
}

/** What is missing from a set; null where nothing is. */
export function shortfallOf(found: number, wanted: number, { round, most, hasTopics }: Limits): string | null {
  if (found >= wanted) return null;
  if (most !== null)
    return `This set has ${found} of ${wanted} questions, because the candidate also interviews a member of this panel, and the two sets share the bank.`;
  const are = found === 1 ? 'question is' : 'questions are';
  const inTopics = hasTopics ? ' in these topics' : '';
  const remedy = hasTopics ? 'Name more topics, or add questions (addQuestion).' : 'Add questions (addQuestion).';
  return `Only ${found} fresh ${are} left for ${round}${inTopics}, and ${wanted} were asked for. ${remedy}`;
}
