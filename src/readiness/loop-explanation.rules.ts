import { spoken, type LocalDate } from '../common/time.js';
import { counted, listed } from '../common/text.js';
import { LOOP_BELOW_UNDER, LOOP_READY_FROM } from './model/loop-judgement.rules.js';
import { decimal, likely, LOW_SPREAD, sentences, takes, verdicts } from './explanation-text.js';
import { ReadinessLevel } from './model/round-judgement.rules.js';

/** Half a level. Smaller differences are not worth mentioning. */
const NOTABLE_BIAS = 0.5;

/** What the sentences about a loop are made of: the numbers as they are shown, null where they are not. */
export interface LoopToExplain {
  level: ReadinessLevel;
  bar: number;
  forDate: LocalDate;
  probability: number | null;
  lowSpread: boolean;
  /** The titles of the rounds that lack evidence, and of those below the bar. */
  missing: readonly string[];
  belowBar: readonly string[];
  hasBorderline: boolean;
  /** No round can be practised any more: the last bookable day of each has passed. */
  isOver: boolean;
  next: { title: string; gain: number | null } | null;
  /** For the candidate alone: null for others. */
  weakestCompetency: string | null;
  selfAssessmentBias: number | null;
}

const OVER = 'No round can be booked any more: the target date has passed. Set a later date to go on.';

/** The loop in plain words. */
export function explainLoop(loop: LoopToExplain): string {
  const { level, bar, forDate, probability, missing, next } = loop;
  const verdict = `The whole loop: ${verdicts[level]}`;
  const upNext = loop.isOver ? OVER : next && `Next: ${next.title}.`;
  if (level === ReadinessLevel.NOT_ENOUGH_EVIDENCE) {
    const where = missing.length === 0 ? 'no round is included' : `more is needed for ${listed(missing)}`;
    return sentences(`${verdict}; ${where}.`, upNext);
  }
  if (probability === null) return sentences(`${verdict} for ${spoken(forDate)}.`, upNext);
  const rule = `${likely(probability)} that no round is clearly below the bar (${decimal(bar)}) and that the mean of the rounds reaches it.`;
  return sentences(
    `${verdict} for ${spoken(forDate)}.`,
    rule,
    change(loop),
    loop.isOver ? OVER : next && worth(next),
    ownSide(loop),
  );
}

/** What stands out about the candidate, if anything. */
function ownSide({ weakestCompetency, selfAssessmentBias }: LoopToExplain): string | null {
  const bias = selfAssessmentBias ?? 0;
  const side = weakestCompetency && `Your weakest competency, compared with your others: ${weakestCompetency}.`;
  const direction = bias > 0 ? 'higher' : 'lower';
  const view = `You rate yourself ${decimal(Math.abs(bias))} ${direction} than your interviewers do.`;
  return sentences(side, Math.abs(bias) >= NOTABLE_BIAS ? view : null) || null;
}

function worth({ title, gain }: NonNullable<LoopToExplain['next']>): string {
  const points = Math.round(100 * (gain ?? 0));
  return points > 0 ? `Practising ${title} gains the most (+${counted(points, 'point')}).` : `Next: ${title}.`;
}

/** What would change the level of a loop that is judged: everything that prevents a higher level. */
function change({ level, probability, lowSpread, belowBar, hasBorderline }: LoopToExplain): string | null {
  if (level === ReadinessLevel.READY)
    return hasBorderline
      ? 'A loop can be ready while single rounds are borderline, because the mean of the rounds counts.'
      : null;
  if (level === ReadinessLevel.BELOW_BAR) return takes(LOOP_BELOW_UNDER, ReadinessLevel.BORDERLINE, probability!);
  const ready = takes(LOOP_READY_FROM, ReadinessLevel.READY, probability!);
  const obstacles = [
    probability! < LOOP_READY_FROM ? ready : null,
    belowBar.length > 0 ? `The loop is not ready while a round is below the bar: ${listed(belowBar)}.` : null,
    lowSpread ? LOW_SPREAD : null,
  ];
  return sentences(...obstacles) || ready;
}
