import { R1, usedCards } from '../src/readiness/cards.rules.js';
import { loopProbability } from '../src/readiness/loop-probability.rules.js';
import { posteriorOf } from '../src/readiness/posterior.rules.js';
import { jointOf } from '../src/readiness/prediction.rules.js';
import { compare, draws, NOW, simulateGroup } from './simulation.js';

/** `npm run bench`: what the readiness model costs, and what it is worth on groups whose truth is known. */

/** Milliseconds of CPU for one run, warm: the median of many. */
function cpu(work: () => unknown): number {
  for (let n = 0; n < 10; n += 1) work();
  const times = Array.from({ length: 31 }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return times.toSorted((a, b) => a - b)[15]!;
}

function cost(people: number, cardsWanted: number) {
  const rounds = 5;
  const sessions = Math.ceil(cardsWanted / people / rounds);
  const group = simulateGroup(draws(7), { people, rounds, sessions, grading: 'levels' });
  const cards = usedCards(group.cards, NOW, R1).slice(0, cardsWanted);
  const posterior = posteriorOf(cards, group.rounds, R1);
  const queries = group.rounds.map((round) => ({ round, at: NOW }));
  const loops = () =>
    group.people.map((person) =>
      loopProbability(jointOf(posterior, person, queries), [1, 1, 1, 1, 1], R1.bar, R1.grace),
    );
  return {
    cards: cards.length,
    fit: cpu(() => posteriorOf(cards, group.rounds, R1, 1)),
    whole: cpu(() => posteriorOf(cards, group.rounds, R1)),
    loops: cpu(loops),
  };
}

const ms = (value: number) => `${value.toFixed(2)} ms`;
for (const [people, wanted] of [
  [60, 2_000],
  [8, 200],
] as const) {
  const { cards, fit, whole, loops } = cost(people, wanted);
  console.log(
    `${people} people, ${cards} scorecards: one fit ${ms(fit)}, the posterior with its noise scale ${ms(whole)} (${(whole / fit).toFixed(1)} fits), all loop probabilities ${ms(loops)}.`,
  );
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
for (const grading of ['exact', 'levels'] as const) {
  const { cells, error, coverage, ready } = compare(200, grading);
  console.log(
    `\n200 simulated groups, ${cells} cells, graded ${grading === 'exact' ? 'as the model assumes' : 'in whole levels from 1 to 4'} (the simulator shares the model's form):`,
  );
  console.log(
    `  error: r1 ${error.r1.toFixed(3)}, plain mean ${error.plainMean.toFixed(3)}, mean shrunk by three cards ${error.shrunkMean.toFixed(3)}`,
  );
  console.log(
    `  r1 is ${percent(1 - error.r1 / error.plainMean)} below the plain mean, ${percent(1 - error.r1 / error.shrunkMean)} below the shrunk one`,
  );
  console.log(
    `  the 90 % interval holds the truth in ${percent(coverage)}; READY: ${percent(ready.share)} of cells, ${percent(ready.trulyAtTheBar)} of them truly at the bar`,
  );
}
