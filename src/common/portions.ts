/** Long work as a generator: each `yield` is a place at which others may be served. */
export type InSteps<T> = Generator<undefined, T, undefined>;

/** For how long one portion holds the process: others wait no longer than this and one step. */
const PORTION_MILLISECONDS = 15;

/** Does the work in one go. */
export function atOnce<T>(work: InSteps<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** When the present portion ends. All work shares it, so that many short pieces do not hold the process either. */
let portionEnds = 0;

const waiting: (() => void)[] = [];

/** Serves waiting requests if the portion is over. Waiting jobs take turns, one portion each. */
export async function betweenPortions(): Promise<void> {
  if (performance.now() < portionEnds) return;
  await new Promise<void>((resume) => {
    waiting.push(resume);
    if (waiting.length === 1) setImmediate(beginPortion);
  });
}

function beginPortion(): void {
  portionEnds = performance.now() + PORTION_MILLISECONDS;
  waiting.shift()!();
  if (waiting.length > 0) setImmediate(beginPortion);
}

/** Does the work in portions: other requests are answered between two of them. */
export async function inPortions<T>(work: InSteps<T>): Promise<T> {
  for (;;) {
    await betweenPortions();
    while (performance.now() < portionEnds) {
      const step = work.next();
      if (step.done) return step.value;
    }
  }
}
