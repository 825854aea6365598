import { afterAll, beforeAll } from '@jest/globals';
import { startTestApp, type TestApp } from './app.js';
import { seeding } from './seed.js';

export interface World {
  service: TestApp;
  seed: ReturnType<typeof seeding>;
}

/** A service of the file's own, from its first test to its last. Its parts are there once the tests run. */
export function useService(): World {
  const world = {} as World;
  beforeAll(async () => {
    world.service = await startTestApp();
    world.seed = seeding(world.service);
  });
  afterAll(() => world.service.close());
  return world;
}
