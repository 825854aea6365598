/** Runs what `nest build --path tsconfig.json` made, tests included: that has checked the types, and nothing is compiled twice. */
export default {
  roots: ['<rootDir>/dist'],
  testMatch: ['<rootDir>/dist/src/**/*.spec.js', '<rootDir>/dist/test/**/*.e2e-spec.js'],
  transform: {},
  testEnvironment: '<rootDir>/test/kit/environment.mjs',
  globalSetup: '<rootDir>/test/kit/global-setup.mjs',
  globalTeardown: '<rootDir>/test/kit/global-teardown.mjs',
  testTimeout: 180_000,
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB',
};
