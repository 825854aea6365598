import { spoken, type LocalDate } from '../common/time.js';
import { counted, listed } from '../common/words.js';
import { LOOP_BELOW_UNDER, LOOP_READY_FROM } from './loop-judgement.rules.js';
import { decimal, likely, LOW_SPREAD, sentences, takes, verdicts } from './phrases.js';
import { ReadinessLevel } from './round-judgement.rules.js';

/** What the sentences about a loop are made of: the numbers as they are shown, null where they are not. */
export interface LoopWords {
  level: ReadinessLevel;
  bar: number;
  forDate: LocalDate;
  probability: number | null;
  lowSpread: boolean;
  /** The titles of the rounds that lack evidence, and of those below the bar. */
  missing: readonly string[];
  belowBar: readonly string[];
  next: { title: string; gain: number | null } | null;
}

/** The loop in plain words. */
export function explainLoop(words: LoopWords): string {
  const { level, bar, forDate, probability, missing, next } = words;
  const verdict = `The whole loop: ${verdicts[level]}`;
  const upNext = next && `Next: ${next.title}.`;
  if (level === ReadinessLevel.NOT_ENOUGH_EVIDENCE) {
    const where = missing.length === 0 ? 'no round is included' : `more is needed for ${listed(missing)}`;
    return sentences(`${verdict}; ${where}.`, upNext);
  }
  if (probability === null) return sentences(`${verdict} for ${spoken(forDate)}.`, upNext);
  const rule = `${likely(probability)} that no round is clearly below the bar (${decimal(bar)}) and their mean reaches it.`;
  return sentences(`${verdict} for ${spoken(forDate)}.`, rule, change(words), next && worth(next));
}

function worth({ title, gain }: NonNullable<LoopWords['next']>): string {
  const points = Math.round(100 * (gain ?? 0));
  return `Practising ${title} gains most${points > 0 ? ` (+${counted(points, 'point')})` : ''}.`;
}

/** What would change the level of a loop that is judged: everything that stands in the way. */
function change({ level, probability, lowSpread, belowBar }: LoopWords): string | null {
  if (level === ReadinessLevel.READY) return null;
  if (level === ReadinessLevel.BELOW_BAR) return takes(LOOP_BELOW_UNDER, ReadinessLevel.BORDERLINE, probability!);
  const ready = takes(LOOP_READY_FROM, ReadinessLevel.READY, probability!);
  const obstacles = [
    probability! < LOOP_READY_FROM ? ready : null,
    belowBar.length > 0 ? `Nobody is called ready while a round is below the bar: ${listed(belowBar)}.` : null,
    lowSpread ? LOW_SPREAD : null,
  ];
  return sentences(...obstacles) || ready;
}
