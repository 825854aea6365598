import { readFileSync } from 'node:fs';
import { answer, type ConformanceFile } from './conformance.js';

/** `npm run -s bench:readiness -- FILE...` computes each conformance file, and prints one line of JSON for each. */
for (const file of process.argv.slice(2)) {
  console.log(JSON.stringify(answer(JSON.parse(readFileSync(file, 'utf8')) as ConformanceFile)));
}
