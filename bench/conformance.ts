import { usedCards, type Card } from '../src/readiness/model/cards.rules.js';
import type { ModelParameters } from '../src/readiness/model/parameters.js';
import { dot, forwardSolve } from '../src/readiness/model/cholesky.rules.js';
import { competencyProfile, weakestCompetency } from '../src/readiness/model/competencies.rules.js';
import { judgeLoop, type LoopJudgement } from '../src/readiness/model/loop-judgement.rules.js';
import { Z90 } from '../src/readiness/model/normal.rules.js';
import { posteriorOf, type Posterior } from '../src/readiness/model/posterior.rules.js';
import { jointOf } from '../src/readiness/model/prediction.rules.js';
import { severityOf } from '../src/readiness/model/severity.rules.js';
import { hasLowSpread } from '../src/readiness/model/round-judgement.rules.js';

/** The part of a conformance file that is the model's input. The file also has the expected results, which this script never reads. */
export interface ConformanceFile {
  name: string;
  input: {
    params: ModelParameters;
    now: string;
    target: string;
    rounds: string[];
    candidates: string[];
    weights?: Record<string, number>;
    scorecards: (Omit<Card, 'at'> & { at: string })[];
  };
}

/** What the model computes for a conformance file, in the format of the file. */
export function answer({ name, input }: ConformanceFile) {
  const { params, rounds, candidates, weights = {} } = input;
  const now = Date.parse(input.now);
  const target = Date.parse(input.target);
  const cards = usedCards(
    input.scorecards.map((card) => ({ ...card, at: Date.parse(card.at) })),
    now,
    params,
  );
  const posterior = posteriorOf(cards, rounds, params);
  const { bar, grace } = params;
  const common = {
    posterior,
    cards,
    rounds,
    bar,
    grace,
    now,
    weights: new Map(Object.entries(weights)),
    target: () => target,
  };
  const judged = candidates.map((candidate) => [candidate, judgeLoop({ ...common, candidate })] as const);
  return {
    name,
    expected: {
      psi: posterior.psi,
      fixef: Object.fromEntries(rounds.map((round) => [round, levelOf(posterior, round)])),
      severity: Object.fromEntries(posterior.interviewers.map((each) => [each, severityOf(posterior, each)])),
      candidates: Object.fromEntries(
        judged.map(([candidate, loop]) => [candidate, expectedOf(posterior, candidate, rounds, target, loop)]),
      ),
    },
    derived: Object.fromEntries(
      judged.map(([candidate, loop]) => {
        const profile = competencyProfile(cards, candidate, now);
        const competencies =
          profile.size === 0 ? {} : { profile: Object.fromEntries(profile), weakest: weakestCompetency(profile) };
        return [candidate, { ...derivedOf(loop), lowSpread: hasLowSpread(cards), competencies }];
      }),
    ),
  };
}

/** The level of the whole group in a round, m + mu_r. lme4 calls it a fixed effect. */
function levelOf({ b, precision, rounds }: Posterior, round: string) {
  const column = 2 + rounds.indexOf(round);
  const x = Float64Array.from(b, (_, n) => (n === 0 || n === column ? 1 : 0));
  const estimate = dot(x, b);
  forwardSolve(precision, b.length, x);
  return { estimate, se: Math.sqrt(dot(x, x)) };
}

function expectedOf(posterior: Posterior, candidate: string, rounds: string[], target: number, loop: LoopJudgement) {
  const { covariance } = jointOf(
    posterior,
    candidate,
    rounds.map((round) => ({ round, at: target })),
  );
  const size = rounds.length;
  return {
    rounds: Object.fromEntries(
      loop.rounds.map(({ round, mean, sd, probabilityMeetsBar }) => [
        round,
        { mean, sd, lo90: mean - Z90 * sd, hi90: mean + Z90 * sd, pBar: probabilityMeetsBar },
      ]),
    ),
    cov: rounds.map((_, n) => [...covariance.slice(n * size, (n + 1) * size)]),
    pLoop: loop.probability,
  };
}

const derivedOf = ({ rounds, level, weakestRound, nextBest, gains }: LoopJudgement) => ({
  rounds: Object.fromEntries(
    rounds.map((each) => [
      each.round,
      {
        label: each.level,
        evidenceCount: each.evidenceCount,
        interviewerCount: each.interviewerCount,
        rawMean: each.rawMean,
        interviewerEffect: each.interviewerEffect,
        trend: each.trend,
        trendDelta: each.trendDelta,
        withoutKindestInterviewer: each.withoutKindestInterviewer,
        chanceNextInterview: each.chanceNextMockMeetsBar,
      },
    ]),
  ),
  loopLabel: level,
  weakestRound,
  nextBest,
  gains: Object.fromEntries(gains),
});
