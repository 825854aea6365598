import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { GuideDocument, RoundDocument } from '../../src/guides/guide-document.js';
import { GUIDE, type Peer } from './seed.js';

export const UPDATE_PLAN =
  'mutation ($input: UpdatePlanInput!) { updatePlan(input: $input) { id title guide { id edition } } }';

export const library = () => parse(readFileSync(`src/guides/library/${GUIDE}.yaml`, 'utf8')) as GuideDocument;

/** Imports a later edition of the library guide, and returns its id and the ids of its rounds by key. */
export async function edition(
  organizer: Peer,
  groupId: string,
  change: (document: GuideDocument) => void = () => undefined,
) {
  const document = library();
  change(document);
  const source = JSON.stringify(document);
  const importGuide = await organizer.importsGuide({ groupId, source });
  const rounds = new Map<string, string>(importGuide.rounds.map(({ key, id }) => [key, id]));
  return { id: importGuide.id, rounds };
}

export const roundOf = (document: GuideDocument, key: string): RoundDocument =>
  document.stages.flatMap(({ rounds }) => rounds).find((round) => round.key === key)!;

/** Removes a round from a guide, with everything that refers to the round. */
export function drop(document: GuideDocument, key: string): void {
  for (const stage of document.stages) stage.rounds = stage.rounds.filter((round) => round.key !== key);
  document.stages = document.stages.filter(({ rounds }) => rounds.length > 0);
  for (const note of document.notes) note.rounds = note.rounds.filter((round) => round !== key);
}
