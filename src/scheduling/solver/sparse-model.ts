import type { ModelData } from 'highs';

/** A linear model that grows column by column; always a minimum. */
export interface SparseModel {
  readonly rowLower: number[];
  readonly rowUpper: number[];
  readonly cost: number[];
  readonly lower: number[];
  readonly upper: number[];
  readonly starts: number[];
  /** Row of each coefficient; numbers below 2^31, which stay small integers in memory. */
  readonly indices: number[];
  readonly values: number[];
}

/** Coefficients: of a column, row, value, row, value and so on; of a row, column and value. */
type Entries = readonly number[];

export function emptyModel(): SparseModel {
  return {
    rowLower: [],
    rowUpper: [],
    cost: [],
    lower: [],
    upper: [],
    starts: [0],
    indices: [],
    values: [],
  };
}

/** Adds a row `lower <= activity <= upper` and returns its index. */
export function addRow(model: SparseModel, lower: number, upper: number): number {
  model.rowLower.push(lower);
  return model.rowUpper.push(upper) - 1;
}

/** Adds a column in `[lower, upper]` and returns its index. */
export function addColumn(
  model: SparseModel,
  cost: number,
  bounds: readonly [number, number],
  entries: Entries,
): number {
  for (let at = 0; at < entries.length; at += 2) {
    model.indices.push(entries[at]!);
    model.values.push(entries[at + 1]!);
  }
  model.starts.push(model.indices.length);
  model.lower.push(bounds[0]);
  model.upper.push(bounds[1]);
  return model.cost.push(cost) - 1;
}

export interface Row {
  readonly lower: number;
  readonly upper: number;
  readonly entries: Entries;
}

/** A copy of a model with more rows. */
export function withRows(model: SparseModel, rows: readonly Row[]): SparseModel {
  const added: number[][] = model.cost.map(() => []);
  const copy: SparseModel = {
    ...emptyModel(),
    rowLower: [...model.rowLower],
    rowUpper: [...model.rowUpper],
  };
  for (const { lower, upper, entries } of rows) {
    const row = addRow(copy, lower, upper);
    for (let at = 0; at < entries.length; at += 2) added[entries[at]!]!.push(row, entries[at + 1]!);
  }
  model.cost.forEach((cost, column) => {
    const before: number[] = [];
    for (let at = model.starts[column]!; at < model.starts[column + 1]!; at++)
      before.push(model.indices[at]!, model.values[at]!);
    addColumn(copy, cost, [model.lower[column]!, model.upper[column]!], [...before, ...added[column]!]);
  });
  return copy;
}

/** The same model in the form that HiGHS takes; without integrality it is the relaxation. */
export function highsModel(model: SparseModel, isRelaxed: boolean): ModelData {
  const numCols = model.cost.length;
  const numRows = model.rowLower.length;
  return {
    numCols,
    numRows,
    colCost: Float64Array.from(model.cost),
    colLower: Float64Array.from(model.lower),
    colUpper: Float64Array.from(model.upper),
    rowLower: Float64Array.from(model.rowLower),
    rowUpper: Float64Array.from(model.rowUpper),
    matrix: {
      format: 'csc',
      numRows,
      numCols,
      starts: Int32Array.from(model.starts),
      indices: Int32Array.from(model.indices),
      values: Float64Array.from(model.values),
    },
    ...(isRelaxed ? {} : { integrality: new Int32Array(numCols).fill(1) }),
  };
}
