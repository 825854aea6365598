import { DAY } from '../../common/time.js';
import type { UsedCard } from './cards.rules.js';
import type { ModelParameters } from './parameters.js';

/** The span of a candidate's cards: the first, in milliseconds, and the days from it to the last. */
interface Career {
  first: number;
  last: number;
}

/** One candidate's cards as the model sees them, with any noise scale (readiness model, section 2). */
export interface Design extends Career {
  /** Days from the first card, and round, of each card. */
  days: Float64Array;
  round: Int32Array;
  /** The columns of X that occur, in order of first occurrence, and how many have occurred up to each card. */
  columns: Int32Array;
  occurring: Int32Array;
  /** X of these columns, row by row, and y. */
  x: Float64Array;
  y: Float64Array;
  /** The lower triangle of V without any noise, and of what the noise adds at scale 1. */
  signal: Float64Array;
  noise: Float64Array;
}

/** Growth saturates: u(T) = (L / 30) (1 - exp(-T / L)), in months of learning. */
export const growth = (days: number, learnDays: number) => (learnDays / 30) * (1 - Math.exp(-days / learnDays));

/** Where a round and an interviewer stand among the columns of `beta`. */
export interface Columns {
  round: (key: string) => number;
  interviewer: (key: string) => number;
}

/** The span of a candidate's cards, oldest first. */
export const careerOf = (cards: readonly UsedCard[]): Career => ({
  first: cards[0]!.at,
  last: (cards.at(-1)!.at - cards[0]!.at) / DAY,
});

/**
 * The columns that the cards use, in the order in which they first occur after the two of the candidate. `places` has two
 * for each card (round and interviewer); `occurring` says how many columns have occurred up to each card.
 */
function placesOf(round: Int32Array, interviewer: Int32Array) {
  const place = new Map([
    [0, 0],
    [1, 1],
  ]);
  const placeOf = (column: number) => {
    const known = place.get(column);
    if (known !== undefined) return known;
    place.set(column, place.size);
    return place.size - 1;
  };
  const places = new Int32Array(2 * round.length);
  const occurring = new Int32Array(round.length);
  for (let i = 0; i < round.length; i += 1) {
    places[2 * i] = placeOf(round[i]!);
    places[2 * i + 1] = placeOf(interviewer[i]!);
    occurring[i] = place.size;
  }
  return { places, occurring, columns: Int32Array.from(place.keys()) };
}

/** What the noise scale does not change. */
export function designOf(
  cards: readonly UsedCard[],
  career: Career,
  column: Columns,
  parameters: ModelParameters,
): Design {
  const days = Float64Array.from(cards, ({ at }) => (at - career.first) / DAY);
  const round = Int32Array.from(cards, (card) => column.round(card.round));
  const interviewer = Int32Array.from(cards, (card) => column.interviewer(card.interviewer));
  const { places, occurring, columns } = placesOf(round, interviewer);
  const n = cards.length;
  const q = columns.length;
  const x = new Float64Array(n * q);
  for (let i = 0; i < n; i += 1) {
    x[i * q] = 1;
    x[i * q + 1] = growth(days[i]!, parameters.learn_days);
    x[i * q + places[2 * i]!] = 1;
    x[i * q + places[2 * i + 1]!] = 1;
  }
  const y = Float64Array.from(cards, (card) => card.y);
  return {
    ...career,
    days,
    round,
    columns,
    occurring,
    x,
    y,
    ...covarianceOf(cards, days, round, interviewer, parameters),
  };
}

/** V of one candidate (section 3): what is seen, and the noise of a day and question, of a pair, and of a card. */
function covarianceOf(
  cards: readonly UsedCard[],
  days: Float64Array,
  round: Int32Array,
  interviewer: Int32Array,
  parameters: ModelParameters,
): Pick<Design, 'signal' | 'noise'> {
  const { q_gen, q_spec } = parameters;
  const variance = (sd: keyof ModelParameters) => parameters[sd] * parameters[sd];
  const [general, specific] = [variance('sd_gen'), variance('sd_spec')];
  const [occasion, pair, item] = [variance('sd_occ'), variance('sd_pair'), variance('sd_item')];
  const n = cards.length;
  const signal = new Float64Array(n * n);
  const noise = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    const { session, h } = cards[i]!;
    for (let k = 0; k <= i; k += 1) {
      const shared = Math.min(days[i]!, days[k]!);
      const isTogether = i === k || (session !== undefined && session === cards[k]!.session);
      signal[i * n + k] = general + q_gen * shared + (round[i] === round[k] ? specific + q_spec * shared : 0);
      noise[i * n + k] = (isTogether ? occasion : 0) + (interviewer[i] === interviewer[k] ? pair : 0);
    }
    noise[i * n + i]! += item * h;
  }
  return { signal, noise };
}
