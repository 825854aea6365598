import { atOnce, inPortions, type InSteps } from './portions.js';

function* sumUntil(isEnough: () => boolean): InSteps<string> {
  while (!isEnough()) yield;
  return 'done';
}

describe('long work in steps', () => {
  it('can run in one go, and returns its result', () => {
    let left = 1_000;
    expect(atOnce(sumUntil(() => (left -= 1) === 0))).toBe('done');
  });

  it('lets other requests run between two portions', async () => {
    let wasServed = false;
    setImmediate(() => (wasServed = true));
    // Without a pause between two portions, this would never end.
    expect(await inPortions(sumUntil(() => wasServed))).toBe('done');
  });

  it('lets other requests run between many short pieces of work, too', async () => {
    let wasServed = false;
    setImmediate(() => (wasServed = true));
    // A step that lasts a millisecond, much less than a portion.
    function* spinning(): InSteps<void> {
      for (const until = performance.now() + 1; performance.now() < until;);
      yield;
    }
    for (let piece = 0; piece < 100; piece += 1) await inPortions(spinning());
    expect(wasServed).toBe(true);
  });

  it('lets jobs that wait take turns, each for one portion', async () => {
    const turns: string[] = [];
    function* counting(name: string): InSteps<void> {
      while (turns.filter((each) => each === name).length < 3) {
        if (turns.at(-1) !== name) turns.push(name);
        yield;
      }
    }
    await Promise.all(['a', 'b', 'c'].map((name) => inPortions(counting(name))));
    expect(turns.join('')).toBe('abcabcabc');
  });

  it('fails if a step fails', async () => {
    function* broken(): InSteps<never> {
      yield;
      throw new Error('broken');
    }
    await expect(inPortions(broken())).rejects.toThrow('broken');
    expect(() => atOnce(broken())).toThrow('broken');
  });
});
