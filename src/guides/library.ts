import { readFileSync, readdirSync } from 'node:fs';
import type { GuideDocument } from './guide-document.js';
import type { readGuide } from './read-guide.js';

const folder = new URL('./library/', import.meta.url);

let library: Promise<ReadonlyMap<string, GuideDocument>> | undefined;

/** The guides that ship with the service, by key. They pass the same checks as the guides of members. */
export function libraryGuides(): Promise<ReadonlyMap<string, GuideDocument>> {
  library ??= readLibrary();
  return library;
}

async function readLibrary(): Promise<ReadonlyMap<string, GuideDocument>> {
  // The parser and the validator take a tenth of the service's start, so the first reader waits for them.
  const reader = await import('./read-guide.js');
  const documents = readdirSync(folder).map((file) => readLibraryGuide(reader.readGuide, file));
  return new Map(documents.map((document) => [document.key, document]));
}

function readLibraryGuide(read: typeof readGuide, file: string): GuideDocument {
  const { document, problems } = read(readFileSync(new URL(file, folder), 'utf8'));
  if (document) return document;
  throw new Error(
    `The library guide ${file} is not valid:\n${problems.map(({ path, message }) => `  ${path}: ${message}`).join('\n')}`,
  );
}
