import { spoken, type LocalDate } from '../common/time.js';
import { counted } from '../common/text.js';
import type { Share } from '../plans/sharing.rules.js';
import { decimal, likely, LOW_SPREAD, sentences, takes, verdicts } from './explanation-text.js';
import { BELOW_UNDER, GATE, READY_FROM, ReadinessLevel } from './model/round-judgement.rules.js';
import { Trend } from './model/trend.rules.js';

/** What the sentences about a round are made of: the numbers as they are shown, null where they are not. */
export interface RoundToExplain {
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
  trend: Trend;
  evidenceCount: number;
  interviewerCount: number;
  /** The name of its interviewer, while only one has graded it. */
  onlyInterviewer: string | null;
  lowSpread: boolean;
  wouldBeSure: boolean;
  /** Whether it is at the bar only by the scorecards of some one interviewer. */
  hangsOnOne: boolean;
}

const basis = ({ evidenceCount, interviewerCount }: RoundToExplain) =>
  `${counted(evidenceCount, 'scorecard')} from ${counted(interviewerCount, 'interviewer')}`;

/** A round in plain words, from the same numbers, with its interval always, and no number that is not shown. */
export function explainRound(round: RoundToExplain): string {
  const { title, level, share, forDate } = round;
  const verdict = `${title}: ${verdicts[level]}`;
  if (level === ReadinessLevel.NOT_ENOUGH_EVIDENCE) {
    const given = round.evidenceCount === 0 ? '; nobody has graded it' : `, with ${basis(round)}`;
    return sentences(`${verdict}${given}.`, gateWants(round));
  }
  if (round.estimate === null) return `${verdict} for ${spoken(forDate)}, judging by ${basis(round)}.`;
  const estimate = `${title}: about ${decimal(round.estimate)} (${decimal(round.low90!)} to ${decimal(round.high90!)}).`;
  const chance = `${likely(round.probabilityMeetsBar!)} to be at the bar on ${spoken(forDate)}.`;
  if (share !== 'OWN') return sentences(estimate, chance, `${basis(round)}.`);
  const direction = round.trend === Trend.UNKNOWN ? null : directions[round.trend];
  return sentences(estimate, chance, `${basis(round)}${againstPlainAverage(round)}.`, direction, change(round));
}

const directions = { RISING: 'Rising.', FALLING: 'Falling.', STEADY: 'Steady.' };

function tone(effect: number): string {
  const size = Math.abs(effect);
  const measure = size < 0.3 ? 'a little ' : size < 0.5 ? '' : 'very ';
  return `${measure}${effect > 0 ? 'lenient' : 'strict'} (${effect < 0 ? '-' : '+'}${decimal(size)})`;
}

/** How the estimate and the plain average differ, and whether the interviewers explain most of it. */
function againstPlainAverage({ rawMean, interviewerEffect, estimate }: RoundToExplain): string {
  const plain = decimal(rawMean!);
  const shift = Number(plain) - estimate!;
  const effect = interviewerEffect ?? 0;
  if (Math.sign(shift) === Math.sign(effect) && shift !== 0 && Math.abs(effect) >= Math.abs(shift) / 2)
    return `, ${tone(effect)}, so the estimate is ${shift > 0 ? 'below' : 'above'} your plain average of ${plain}`;
  const interviewers =
    interviewerEffect === null ? '' : effect === 0 ? ', neither lenient nor strict on the whole' : `, ${tone(effect)}`;
  const rest =
    Math.abs(shift) < 0.25 ? '' : '. The estimate differs, because your other rounds and the group also count';
  return `${interviewers}; your plain average is ${plain}${rest}`;
}

const HANGS_ON_ONE =
  "Without one interviewer's scorecards it would be below the bar. One more session with a new interviewer would make it clear.";

/** What would change the level of a round that is judged: everything that prevents a higher level. */
function change({ level, probabilityMeetsBar, lowSpread, hangsOnOne }: RoundToExplain): string | null {
  if (level === ReadinessLevel.READY) return null;
  if (level === ReadinessLevel.BELOW_BAR) return takes(BELOW_UNDER, ReadinessLevel.BORDERLINE, probabilityMeetsBar!);
  const ready = takes(READY_FROM, ReadinessLevel.READY, probabilityMeetsBar!);
  const obstacles = [
    probabilityMeetsBar! < READY_FROM ? ready : hangsOnOne ? HANGS_ON_ONE : null,
    lowSpread ? LOW_SPREAD : null,
  ];
  return sentences(...obstacles) || ready;
}

/** What would be enough for a number, as something to do. Other members learn only what the counts show anyway. */
function gateWants({ evidenceCount, interviewerCount, onlyInterviewer, share, wouldBeSure }: RoundToExplain): string {
  const ofTwo = interviewerCount >= GATE.interviewers;
  if (evidenceCount === 0) return 'It takes at least two scorecards from two different interviewers.';
  if (share !== 'OWN') return `It takes at least one more session${ofTwo ? '' : ' with another interviewer'}.`;
  if (ofTwo) {
    const wanted = wouldBeSure ? 'one more session would be enough for a number' : 'it takes a few more sessions';
    return `It is still too uncertain for a judgement: ${wanted}, preferably with a new interviewer.`;
  }
  return wouldBeSure
    ? `One more session with an interviewer other than ${onlyInterviewer} would be enough for a number.`
    : `It takes one more session with an interviewer other than ${onlyInterviewer}, and some practice in other rounds.`;
}
