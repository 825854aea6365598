import { dot, forwardSolve } from './cholesky.rules.js';
import type { Posterior } from './posterior.rules.js';

/** The severity of an interviewer, positive for lenient. Without any grades it is that of the prior. */
export function severityOf(
  { b, precision, rounds, interviewers, parameters }: Posterior,
  interviewer: string,
): { mean: number; sd: number } {
  const n = interviewers.indexOf(interviewer);
  if (n < 0) return { mean: 0, sd: parameters.sd_sev };
  const at = 2 + rounds.length + n;
  const unit = new Float64Array(b.length);
  unit[at] = 1;
  forwardSolve(precision, b.length, unit);
  return { mean: b[at]!, sd: Math.sqrt(dot(unit, unit)) };
}

/** Only its mean, because its uncertainty costs a solve. */
export function meanSeverityOf({ b, rounds, interviewers }: Posterior, interviewer: string): number {
  const n = interviewers.indexOf(interviewer);
  return n < 0 ? 0 : b[2 + rounds.length + n]!;
}
