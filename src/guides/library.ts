import { readFileSync, readdirSync } from 'node:fs';
import type { GuideDocument } from './guide-document.js';
import { readGuide } from './read-guide.js';

const folder = new URL('./library/', import.meta.url);

let read: ReadonlyMap<string, GuideDocument> | undefined;

/** The guides that ship with the service, by key. They pass the same checks as anybody else's. */
export function libraryGuides(): ReadonlyMap<string, GuideDocument> {
  read ??= new Map(
    readdirSync(folder)
      .map(readLibraryGuide)
      .map((document) => [document.key, document]),
  );
  return read;
}

function readLibraryGuide(file: string): GuideDocument {
  const { document, problems } = readGuide(readFileSync(new URL(file, folder), 'utf8'));
  if (document) return document;
  throw new Error(
    `The library guide ${file} is not right:\n${problems.map(({ path, message }) => `  ${path}: ${message}`).join('\n')}`,
  );
}
