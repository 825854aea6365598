import { withModel, type Highs } from './highs.js';
import { highsModel, type SparseModel } from './sparse-model.js';

/** What a relaxation may spend, by method. */
export interface RelaxationLimits {
  readonly interiorPointIterations: number;
  readonly firstOrderIterations: number;
}

/**
 * Row duals of a relaxation, or none where the method does not converge: by interior point without crossover, or by the
 * first-order method PDLP, which is several times faster on large placing models but does not converge on those with
 * loads. Both are approximate; `pricesOf` makes a valid bound of them.
 */
export function relaxationDuals(
  highs: Highs,
  model: SparseModel,
  limits: RelaxationLimits,
  method: 'INTERIOR_POINT' | 'FIRST_ORDER',
): Float64Array | undefined {
  // Costs are scaled to about one, because the first-order method may not converge on large costs.
  const unit = model.cost.reduce((most, cost) => Math.max(most, Math.abs(cost)), 1);
  const scaled = { ...model, cost: model.cost.map((cost) => cost / unit) };
  return withModel(highs, highsModel(scaled, true), (solver) => {
    solver.options.set(
      method === 'FIRST_ORDER'
        ? { solver: 'hipdlp', pdlp_iteration_limit: limits.firstOrderIterations, pdlp_optimality_tolerance: 1e-5 }
        : { solver: 'ipx', run_crossover: 'off', ipm_iteration_limit: limits.interiorPointIterations },
    );
    solver.run();
    const { rowDual } = solver.getSolution();
    const isUsable = rowDual.length === model.rowLower.length && rowDual.every(Number.isFinite);
    return isUsable ? rowDual.map((dual) => dual * unit) : undefined;
  });
}
