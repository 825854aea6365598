import { spoken, type LocalDate } from '../common/time.js';
import type { Share } from '../plans/sharing.rules.js';
import { LOOP_BELOW_UNDER, LOOP_READY_FROM } from './loop-judgement.rules.js';
import { BELOW_UNDER, GATE, READY_FROM, ReadinessLevel } from './round-judgement.rules.js';

/** What the sentences about a round are made of: the numbers as they are shown, null where they are not. */
export interface RoundWords {
  title: string;
  level: ReadinessLevel;
  forDate: LocalDate;
  share: Share;
  estimate: number | null;
  low90: number | null;
  high90: number | null;
  probabilityMeetsBar: number | null;
  rawMean: number | null;
  interviewerEffect: number | null;
  trend: string;
  evidenceCount: number;
  interviewerCount: number;
  interviewers: readonly string[];
  lowSpread: boolean;
  wouldBeSure: boolean;
  /** Whether the estimate would be below the bar without the scorecards of some one interviewer. */
  hangsOnOne: boolean;
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
const decimal = (value: number) => value.toFixed(1);
const signed = (value: number) => `${value < 0 ? '-' : '+'}${decimal(Math.abs(value))}`;
const percent = (value: number) => `${Math.round(100 * value)} %`;

/** How likely, at the start of a sentence; nothing is ever certain. */
function likely(probability: number): string {
  const whole = Math.round(100 * probability);
  const shown = whole === 0 ? 'Less than 1 %' : whole === 100 ? 'More than 99 %' : `${whole} %`;
  return `${shown} likely`;
}
const sentences = (...parts: (string | null)[]) => parts.filter((part) => part !== null && part !== '').join(' ');

const verdicts: Record<ReadinessLevel, string> = {
  NOT_ENOUGH_EVIDENCE: 'not enough evidence yet',
  BELOW_BAR: 'below the bar',
  BORDERLINE: 'borderline',
  READY: 'ready',
};

const basis = ({ evidenceCount, interviewerCount }: RoundWords) =>
  `${counted(evidenceCount, 'scorecard')} from ${counted(interviewerCount, 'interviewer')}`;

/** A round in plain words, from the same numbers, with its interval always, and no number that is not shown. */
export function explainRound(words: RoundWords): string {
  const { title, level, share, forDate } = words;
  if (level === ReadinessLevel.NOT_ENOUGH_EVIDENCE)
    return sentences(`${title}: ${verdicts[level]}, with ${basis(words)}.`, gateWants(words));
  if (words.estimate === null) return `${title}: ${verdicts[level]} for ${spoken(forDate)}, by ${basis(words)}.`;
  const estimate = `${title}: about ${decimal(words.estimate)} (${decimal(words.low90!)} to ${decimal(words.high90!)}).`;
  const chance = `${likely(words.probabilityMeetsBar!)} at the bar on ${spoken(forDate)}.`;
  if (share !== 'OWN') return sentences(estimate, chance, `${basis(words)}.`);
  return sentences(estimate, chance, `${basis(words)}${againstPlainAverage(words)}.`, direction(words), change(words));
}

const tone = (effect: number) => {
  const size = Math.abs(effect);
  const measure = size < 0.3 ? 'a little ' : size < 0.5 ? '' : 'very ';
  return `${measure}${effect > 0 ? 'lenient' : 'strict'} (${signed(effect)})`;
};

/** How the estimate and the plain average differ, and whether the interviewers explain it. */
function againstPlainAverage({ rawMean, interviewerEffect, estimate }: RoundWords): string {
  const average = `your plain average ${interviewerEffect === null ? 'is' : 'of'}`;
  const plain = decimal(rawMean!);
  if (interviewerEffect === null) return `; ${average} ${plain}`;
  if (interviewerEffect === 0) return `, neither lenient nor strict on the whole; your plain average is ${plain}`;
  const shift = Number(plain) - estimate!;
  if (shift > 0 && interviewerEffect > 0) return `, ${tone(interviewerEffect)}, so below ${average} ${plain}`;
  if (shift < 0 && interviewerEffect < 0) return `, ${tone(interviewerEffect)}, so above ${average} ${plain}`;
  return `, ${tone(interviewerEffect)}; your plain average is ${plain}`;
}

const directions: Record<string, string> = { RISING: 'Rising.', FALLING: 'Falling.', STEADY: 'Steady.' };
const direction = ({ trend }: RoundWords) => directions[trend] ?? null;

/** What it would take, in percent; "just short" where rounding hides the difference. */
const wants = (shown: number, threshold: number, what: string) =>
  Math.round(100 * shown) >= Math.round(100 * threshold)
    ? `Just short of the ${percent(threshold)} that make it ${what}.`
    : `From ${percent(threshold)} on it is ${what}.`;

/** What would change the level of a round that is judged. */
function change({ level, probabilityMeetsBar, lowSpread, hangsOnOne }: RoundWords): string | null {
  const probability = probabilityMeetsBar!;
  if (level === ReadinessLevel.READY) return null;
  if (level === ReadinessLevel.BELOW_BAR) return wants(probability, BELOW_UNDER, 'borderline');
  if (probability < READY_FROM || (!lowSpread && !hangsOnOne)) return wants(probability, READY_FROM, 'ready');
  if (hangsOnOne) return "It hangs on one interviewer's scorecards: one more session with somebody new would tell.";
  return 'In this group everybody gets nearly the same, so nobody is called ready until the whole scale is used.';
}

const named = (names: readonly string[]) =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** What would lift the evidence gate, as something to do. Others hear what the counts say anyway. */
function gateWants({ evidenceCount, interviewerCount, interviewers, share, wouldBeSure }: RoundWords): string {
  const ofTwo = interviewerCount >= GATE.interviewers && evidenceCount >= GATE.scorecards;
  if (evidenceCount === 0) return 'It takes two scorecards at least, of two different interviewers.';
  if (share !== 'OWN') return `It takes at least one more session${ofTwo ? '' : ' with somebody else'}.`;
  if (ofTwo) {
    const wanted = wouldBeSure ? 'one more session would lift the evidence gate' : 'it takes a few more sessions';
    return `They leave too much open for a number: ${wanted}, best with somebody new.`;
  }
  const newcomer = `somebody other than ${named(interviewers)}`;
  return wouldBeSure
    ? `One more session with ${newcomer} would lift the evidence gate.`
    : `It takes one more session with ${newcomer}, and more of the other rounds.`;
}

/** What the sentences about a loop are made of. */
export interface LoopWords {
  level: ReadinessLevel;
  bar: number;
  forDate: LocalDate;
  share: Share;
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
  if (level === ReadinessLevel.NOT_ENOUGH_EVIDENCE) {
    const where = missing.length === 0 ? 'no round is included' : `more is needed for ${named(missing)}`;
    return sentences(`The whole loop: ${verdicts[level]}; ${where}.`, next && `Next: ${next.title}.`);
  }
  const verdict = `The whole loop: ${verdicts[level]} for ${spoken(forDate)}.`;
  if (probability === null) return sentences(verdict, next && `Next: ${next.title}.`);
  const rule = `${likely(probability)} that no round is clearly below the bar (${decimal(bar)}) and their mean reaches it.`;
  const worth =
    next &&
    `Practising ${next.title} gains most${next.gain ? ` (${signed(100 * next.gain).replace(/\.0$/, '')} %)` : ''}.`;
  return sentences(verdict, rule, loopChange(words), worth);
}

/** What would change the level of a loop that is judged. */
function loopChange({ level, probability, lowSpread, belowBar }: LoopWords): string | null {
  if (level === ReadinessLevel.READY) return null;
  if (level === ReadinessLevel.BELOW_BAR) return wants(probability!, LOOP_BELOW_UNDER, 'borderline');
  if (probability! < LOOP_READY_FROM) return wants(probability!, LOOP_READY_FROM, 'ready');
  if (belowBar.length > 0) return `Nobody is ready while a round is below the bar: ${named(belowBar)}.`;
  if (lowSpread)
    return 'In this group everybody gets nearly the same, so nobody is called ready until the whole scale is used.';
  return wants(probability!, LOOP_READY_FROM, 'ready');
}
