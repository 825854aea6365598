/**
 * Runs what `nest build --path tsconfig.json` made, tests included: that has checked the types, and nothing is compiled twice.
 * The runner loads the tests as plain modules. Jest's own runner reads all libraries again for each file, in a context of its own, which
 * took a fifth of the time. Our tests replace no modules, and each file has a database of its own.
 */
export default {
  runner: 'jest-light-runner/child-process',
  roots: ['<rootDir>/dist'],
  testMatch: ['<rootDir>/dist/src/**/*.spec.js', '<rootDir>/dist/test/**/*.e2e-spec.js'],
  transform: {},
  globalSetup: '<rootDir>/test/kit/global-setup.mjs',
  globalTeardown: '<rootDir>/test/kit/global-teardown.mjs',
  setupFiles: ['<rootDir>/test/kit/worker.mjs'],
  // Some tests only wait, so there is one worker more than the usual two cores.
  maxWorkers: 3,
};
