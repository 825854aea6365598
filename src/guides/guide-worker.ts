import { parentPort } from 'node:worker_threads';
import { readGuide, readQuestions, type Documents } from './read-guide.js';

const readers = { guide: readGuide, questions: readQuestions };

/** Runs in a thread of its own (guide-reader.ts): says that it is ready, reads one document, and tells what it found. */
parentPort!.once('message', ({ kind, source }: { kind: keyof Documents; source: string }) =>
  parentPort!.postMessage(readers[kind](source)),
);
parentPort!.postMessage('ready');
