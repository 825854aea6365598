import { startTestApp, type TestApp } from './app.js';
import { seeding } from './seed.js';

export interface World {
  service: TestApp;
  seed: ReturnType<typeof seeding>;
}

/** Starts a service for one test file, and closes it after the last test. The fields are set only when the tests run. */
export function useService(): World {
  const world = {} as World;
  beforeAll(async () => {
    world.service = await startTestApp();
    world.seed = seeding(world.service);
  });
  afterAll(() => world.service.close());
  return world;
}
