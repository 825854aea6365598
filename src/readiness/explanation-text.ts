import { ReadinessLevel } from './model/round-judgement.rules.js';

/** How explanations write numbers and levels. */
export const verdicts: Record<ReadinessLevel, string> = {
  NOT_ENOUGH_EVIDENCE: 'not enough evidence yet',
  BELOW_BAR: 'below the bar',
  BORDERLINE: 'borderline',
  READY: 'ready',
};

export const decimal = (value: number): string => value.toFixed(1);

/** Parts that have nothing to say are left out. */
export const sentences = (...parts: (string | null)[]): string => parts.filter((part) => part !== null).join(' ');

/** How likely, at the start of a sentence; nothing is ever certain. */
export function likely(probability: number): string {
  const whole = Math.round(100 * probability);
  const shown = whole === 0 ? 'Less than 1 %' : whole === 100 ? 'More than 99 %' : `${whole} %`;
  return `${shown} likely`;
}

/** The least probability that a level needs; "just short" if rounding hides that it is not reached. */
export function takes(threshold: number, level: ReadinessLevel, shown: number): string {
  const percent = `${Math.round(100 * threshold)} %`;
  return shown < threshold
    ? `${verdicts[level][0]!.toUpperCase()}${verdicts[level].slice(1)} means at least ${percent}.`
    : `This is just below the ${percent} that ${verdicts[level]} needs.`;
}

export const LOW_SPREAD =
  'In this group everybody gets nearly the same scores, so nobody is called ready until interviewers use the whole scale.';
