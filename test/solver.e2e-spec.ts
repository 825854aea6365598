import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { adapt, scheduleOf } from '../bench/schedule/adapt.js';
import type { Instance } from '../bench/schedule/instance.js';
import type { Effort } from '../src/scheduling/solver/effort.js';
import { solve, type Progress } from '../src/scheduling/solver/solve.js';
import { check } from './kit/schedule-checker.js';

interface Known {
  placed: number;
  load_spread: number;
  pair_repeats: number;
  pace_cost: number;
}

const instances = readdirSync('test/schedule').map((name) => {
  const { best_known, ...instance } = JSON.parse(readFileSync(`test/schedule/${name}`, 'utf8')) as Instance & {
    best_known: Known;
  };
  return [instance.id, instance, best_known] as const;
});

const solved = (instance: Instance, changes: { safetySeconds?: number; effort?: Effort } = {}) => {
  const adapted = adapt(instance);
  const progress: Progress[] = [];
  const options = {
    ...({
      effort: 'NORMAL' as Effort,
      seed: 1,
      clock: () => performance.now(),
      withExchanges: false,
      safetySeconds: 600,
    } as const),
    ...changes,
    onProgress: (each: Progress) => progress.push(each),
  };
  return solve(adapted.problem, options).then((solution) => ({ adapted, progress, ...solution }));
};

describe('the optimiser', () => {
  it.each(instances)('solves %s to the best known plan, proves it, and breaks no rule', async (_, instance, best) => {
    const { adapted, placements, quality, progress } = await solved(instance);
    const { wrong, worth } = check(instance, scheduleOf(adapted, placements));
    expect(wrong).toEqual([]);
    expect(worth).toEqual(best);
    const { placed, loadSpread, repeatedPairs, waitingDays, stoppedEarly } = quality;
    expect(placed).toEqual({ value: best.placed, bound: best.placed });
    expect(loadSpread).toEqual({ value: best.load_spread, bound: best.load_spread });
    expect(repeatedPairs).toEqual({ value: best.pair_repeats, bound: best.pair_repeats });
    expect(waitingDays).toEqual({ value: best.pace_cost, bound: best.pace_cost });
    expect(stoppedEarly).toBe(false);
    expect(progress.map(({ phase }) => phase)).toEqual(expect.arrayContaining(['BALANCING', 'WAITING']));
  });

  it('fills every day of a crowd in which each session has thousands of possible seats, and breaks no rule', async () => {
    const [from, to] = ['2027-03-01', '2027-03-14'];
    const ids = Array.from({ length: 60 }, (_, n) => `p${n}`);
    const weekly = [1, 3, 6].map((dow) => ({ dow, start: '18:00', end: '22:00' }));
    const crowd: Instance = {
      ...{ id: 'crowd', grid_minutes: 15, buffer_minutes: 15, not_before: `${from}T00:00:00Z`, horizon: { from, to } },
      peers: ids.map((id) => ({
        ...{ id, zone: 'Europe/Berlin', weekly, qualified: ['coding'] },
        max_interviews_per_week: 3,
      })),
      // Six days and an own session on each; three interviews a week are just enough.
      loops: ids.map((candidate) => ({
        candidate,
        target_date: to,
        rounds: Array.from({ length: 6 }, (_, n) => ({
          ...{ id: `${candidate}#${n}`, type: 'coding', duration_min: 60, interviewers: 1, from, to },
        })),
      })),
    };
    const { adapted, placements, quality } = await solved(crowd, { effort: 'QUICK' });
    expect(check(crowd, scheduleOf(adapted, placements)).wrong).toEqual([]);
    expect(quality.placed).toEqual({ value: 360, bound: 360 });
    expect(quality.loadSpread).toEqual({ value: 0, bound: 0 });
  });

  it('gives the same plan for the same input', async () => {
    const [, instance] = instances[0]!;
    expect((await solved(instance)).placements).toEqual((await solved(instance)).placements);
  });

  it('never places fewer with one more hour, where the most is proven', async () => {
    const [, instance] = instances[0]!;
    const { quality } = await solved(instance);
    for (const n of [0, 3, 5]) {
      const peers = instance.peers.map((peer, p) =>
        p === n ? { ...peer, weekly: [...peer.weekly, { dow: 1 + n, start: '12:00', end: '13:30' }] } : peer,
      );
      const more = await solved({ ...instance, peers });
      expect(more.quality.placed.value).toBeGreaterThanOrEqual(quality.placed.value);
    }
  });

  it('places no member without hours, and nothing in an empty problem', async () => {
    const [, instance] = instances[0]!;
    const idle = { ...instance, peers: instance.peers.map((peer) => ({ ...peer, weekly: [], exceptions: [] })) };
    expect((await solved(idle)).placements).toEqual([]);
    expect((await solved({ ...instance, loops: [] })).placements).toEqual([]);
  });
});
