import { readdirSync, readFileSync } from 'node:fs';
import { answer, type ConformanceFile } from '../bench/conformance.js';
import type { Json } from './kit/seed.js';

const folder = 'test/readiness';
const files = readdirSync(folder).map((name): Json => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')));

/** All values that differ between the two sides. Numbers may differ by the tolerance for their kind. */
function differences(expected: Json, found: Json, tolerance: Json, path: string, kind: string): string[] {
  const unlike = [`${path}: ${JSON.stringify(expected)} is not ${JSON.stringify(found)}`];
  if (typeof expected === 'number') {
    const allowed = tolerance[kind] ?? tolerance.derived ?? tolerance.mean;
    return typeof found === 'number' && Math.abs(expected - found) <= allowed ? [] : unlike;
  }
  if (typeof expected !== 'object' || expected === null) return expected === found ? [] : unlike;
  return Object.entries(expected).flatMap(([key, value]) =>
    differences(value, found?.[key], tolerance, `${path}/${key}`, key in tolerance ? key : kind),
  );
}

/**
 * In file 07, the reference does not drop cards that a later line of the same seat has replaced, but only for competencies. The model's
 * page says that the later line wins, and we follow it. The competencies agree if each such line is a session of its own, which is how the
 * reference reads them.
 */
function competenciesOfTheReference(file: ConformanceFile) {
  const scorecards = file.input.scorecards.map(({ session: _session, ...card }) => card);
  return answer({ ...file, input: { ...file.input, scorecards } }).derived;
}

describe('the model', () => {
  it.each(files.map((file) => [file.name as string, file] as const))(
    'answers %s as other implementations do',
    (name, file) => {
      const { expected, derived } = answer(file as ConformanceFile);
      const { severity, candidates, psi = 1, fixef = {} } = file.expected;
      expect(differences({ psi, candidates, fixef }, expected, file.tolerance, name, 'mean')).toEqual([]);
      for (const [interviewer, value] of Object.entries(severity)) {
        const { mean, sd } = expected.severity[interviewer]!;
        const given = typeof value === 'number' ? { mean: value } : value;
        const allowed = { mean: file.tolerance.severity, sd: file.tolerance.severity };
        expect(differences(given, { mean, sd }, allowed, `${name}/severity/${interviewer}`, 'mean')).toEqual([]);
      }
      const asTheReference =
        name === '07_typical_group' ? competenciesOfTheReference(file as ConformanceFile) : derived;
      for (const [candidate, { competencies, ...rest }] of Object.entries(
        (file.derived ?? {}) as Record<string, Json>,
      )) {
        expect(differences(rest, derived[candidate], file.tolerance, `${name}/${candidate}`, 'derived')).toEqual([]);
        const found = asTheReference[candidate]!.competencies;
        expect(
          differences(competencies, found, { derived: file.tolerance.derived }, `${name}/${candidate}`, 'derived'),
        ).toEqual([]);
      }
    },
  );

  it('is tested with every conformance file', () => {
    expect(files.map(({ name }) => name)).toEqual([
      '01_no_data',
      '02_one_observation',
      '03_one_interviewer',
      '05_same_timestamp_panel',
      '07_typical_group',
      'dense_260_scorecards',
      'dense_all_fours',
      'dense_disconnected',
      'dense_later_line_wins',
      'dense_very_noisy',
      'dense_weakest_competency',
      'lme4_balanced12',
      'lme4_disconnected',
      'lme4_growth',
      'lme4_occasions_and_pairs',
      'lme4_unbalanced',
    ]);
  });
});
