import loadHighs, { type Highs, type Model, type ModelData } from 'highs';

/** Options that make a run repeatable: a fixed seed (the package has one thread). */
const STEADY = { output_flag: false, random_seed: 7 } as const;

export type { Highs, Model } from 'highs';

/** Loads the solver once for a process or worker. */
export function startHighs(): Promise<Highs> {
  // The package types its ESM entry as CommonJS, so the compiler sees one `default` too many.
  const load = loadHighs as unknown as typeof loadHighs.default;
  return load();
}

/** Builds a model, hands it to `use`, and always frees its memory. */
export function withModel<T>(highs: Highs, data: ModelData, use: (model: Model) => T): T {
  const model = highs.createModel(data);
  try {
    model.options.set(STEADY);
    return use(model);
  } finally {
    model.dispose();
  }
}
