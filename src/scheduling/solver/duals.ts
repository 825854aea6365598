import type { LevelModel } from './level-model.js';

/**
 * Duals with the signs of their rows, scaled so that no auxiliary column has a negative reduced cost. A dual that is a
 * little off would otherwise cost its error times the width of a load.
 */
export function repairDuals(level: LevelModel, dual: Float64Array): Float64Array {
  const { model, rows, aim } = level;
  const repaired = dual.map((value, row) => {
    if (model.rowLower[row]! === -Infinity) return Math.min(0, value);
    return model.rowUpper[row]! === Infinity ? Math.max(0, value) : value;
  });
  const price = (row: number) => (row < 0 ? 0 : -repaired[row]!);
  const scale = (list: readonly number[], most: number, isExact: boolean) => {
    const sum = list.reduce((total, row) => total + price(row), 0);
    if (sum > most || (isExact && sum > 0)) for (const row of list) if (row >= 0) repaired[row]! *= most / sum;
  };
  const spreadPrice = aim === 'SPREAD' ? 1 : price(rows.spread);
  scale([...rows.loadMost], spreadPrice, true);
  scale([...rows.loadLeast], spreadPrice, true);
  const absolutePrice = aim === 'IMBALANCE' ? 1 : price(rows.imbalance);
  rows.loadPositive.forEach((row, p) => scale([row, rows.loadNegative[p]!], absolutePrice, false));
  const repeatPrice = aim === 'REPEATS' ? 1 : price(rows.repeats);
  for (const row of rows.pair) scale([row], repeatPrice, false);
  for (const kind of level.auxiliary) {
    if (kind.kind !== 'MUTUAL') continue;
    const both = [rows.mutual[kind.pair]!, rows.mutual[kind.back]!];
    const sum = both.reduce((total, row) => total + price(row), 0);
    // Together the two ways have to pay for the exchange.
    if (sum > 0 && sum < 1) for (const row of both) repaired[row]! /= sum;
  }
  return repaired;
}

/** Rows at their limits plus the least that the auxiliary columns can cost; sitting rows are left to the sittings. */
export function constantOf(level: LevelModel, dual: Float64Array): number {
  const { model, rows } = level;
  const skipped = new Set(rows.sitting);
  let constant = level.offset;
  for (let row = 0; row < dual.length; row++) {
    if (skipped.has(row) || dual[row]! === 0) continue;
    const limit = dual[row]! > 0 ? model.rowLower[row]! : model.rowUpper[row]!;
    constant += dual[row]! * limit;
  }
  for (let column = level.auxiliaryFrom; column < model.cost.length; column++) {
    let reduced = model.cost[column]!;
    for (let at = model.starts[column]!; at < model.starts[column + 1]!; at++)
      reduced -= dual[model.indices[at]!]! * model.values[at]!;
    constant += reduced * (reduced > 0 ? model.lower[column]! : model.upper[column]!);
  }
  return constant;
}
