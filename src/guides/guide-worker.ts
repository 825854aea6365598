import { parentPort } from 'node:worker_threads';
import { readGuide } from './read-guide.js';

/** Runs in a thread of its own (guide-reader.ts): says that it is ready, reads one document, and tells what it found. */
parentPort!.once('message', (source: string) => parentPort!.postMessage(readGuide(source)));
parentPort!.postMessage('ready');
