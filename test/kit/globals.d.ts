import type * as jestGlobals from '@jest/globals';

/** What the runner gives every test file, with Jest's own types. */
declare global {
  const afterAll: typeof jestGlobals.afterAll;
  const beforeAll: typeof jestGlobals.beforeAll;
  const describe: typeof jestGlobals.describe;
  const expect: typeof jestGlobals.expect;
  const it: typeof jestGlobals.it;
  const jest: typeof jestGlobals.jest;
}
