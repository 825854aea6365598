import { usedCards } from '../src/readiness/model/cards.rules.js';
import { R1 } from '../src/readiness/model/parameters.js';
import { judgeLoop } from '../src/readiness/model/loop-judgement.rules.js';
import { loopProbability } from '../src/readiness/model/loop-probability.rules.js';
import { posteriorOf } from '../src/readiness/model/posterior.rules.js';
import { jointOf } from '../src/readiness/model/prediction.rules.js';
import { compare, draws, NOW, simulateGroup } from './simulation.js';

/** `npm run bench` measures how long the readiness model computes, and how accurate it is on simulated groups whose true levels are known. */

/** The CPU time of one run after a warm-up, in milliseconds: the median of 31 runs. */
function cpu(work: () => unknown): number {
  for (let n = 0; n < 120; n += 1) work();
  const times = Array.from({ length: 31 }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return times.toSorted((a, b) => a - b)[15]!;
}

interface Size {
  people: number;
  wanted: number;
  /** How many times as erratic the grades are as the model's constants say. */
  noise: number;
}

function cost({ people, wanted, noise }: Size) {
  const rounds = 5;
  const sessions = Math.ceil(wanted / people / rounds);
  const erratic = { ...R1, sd_occ: noise * R1.sd_occ, sd_pair: noise * R1.sd_pair };
  const group = simulateGroup(draws(7), { people, rounds, sessions, grading: 'levels' }, erratic);
  const cards = usedCards(group.cards, NOW, R1).slice(0, wanted);
  const posterior = posteriorOf(cards, group.rounds, R1);
  const queries = group.rounds.map((round) => ({ round, at: NOW }));
  const weights = group.rounds.map(() => 1);
  const { bar, grace } = R1;
  const target = () => NOW;
  const question = { posterior, cards, rounds: group.rounds, weights: new Map(), bar, grace, now: NOW, target };
  return {
    cards: cards.length,
    psi: posterior.psi,
    fit: cpu(() => posteriorOf(cards, group.rounds, R1, 1)),
    whole: cpu(() => posteriorOf(cards, group.rounds, R1)),
    loops: cpu(() =>
      group.people.map((person) => loopProbability(jointOf(posterior, person, queries), weights, bar, grace)),
    ),
    judgements: cpu(() => group.people.map((candidate) => judgeLoop({ ...question, candidate }))),
  };
}

const ms = (value: number) => `${value.toFixed(1)} ms`;
for (const size of [
  { people: 60, wanted: 2_000, noise: 1 },
  { people: 60, wanted: 2_000, noise: 4 },
  { people: 8, wanted: 200, noise: 1 },
]) {
  const { cards, psi, fit, whole, loops, judgements } = cost(size);
  console.log(
    `${size.people} people, ${cards} scorecards, noise scale ${psi.toFixed(2)}: one fit ${ms(fit)}, the posterior with its noise scale ${ms(whole)}, all loop probabilities ${ms(loops)}, both together ${ms(whole + loops)}; all levels and explanations ${ms(judgements)}.`,
  );
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
for (const grading of ['exact', 'levels'] as const) {
  const { cells, error, coverage, ready } = compare(200, grading);
  console.log(
    `\n200 simulated groups, ${cells} cells, graded ${grading === 'exact' ? 'as the model assumes' : 'in whole levels from 1 to 4'} (the simulator makes the same assumptions as the model):`,
  );
  console.log(
    `  error: r1 ${error.r1.toFixed(3)}, plain mean ${error.plainMean.toFixed(3)}, mean shrunk by three cards ${error.shrunkMean.toFixed(3)}`,
  );
  console.log(
    `  the error of r1 is ${percent(1 - error.r1 / error.plainMean)} lower than that of the plain mean, ` +
      `and ${percent(1 - error.r1 / error.shrunkMean)} lower than that of the shrunk mean`,
  );
  console.log(
    `  the 90 % interval contains the true level in ${percent(coverage)} of cells; READY: ${percent(ready.share)} of cells, ${percent(ready.trulyAtTheBar)} of them truly at the bar or above`,
  );
}
