import { Recommendation } from '../feedback/scorecard.rules.js';
import { scoreCard } from './model/cards.rules.js';
import { R1 } from './model/parameters.js';
import { cardOf, dateThatCounts, endOfDate, knownAt, modelNow, type ReleasedVersion } from './evidence.rules.js';

const at = (day: number, hour = 12) => Date.parse(`2027-03-${String(day).padStart(2, '0')}T${hour}:00:00Z`);
const version = (changes: Partial<ReleasedVersion> = {}): ReleasedVersion => ({
  scorecardId: 'one',
  versionId: 'v1',
  number: 1,
  submittedAt: at(2),
  releasedAt: at(3),
  sessionId: 's',
  at: at(1),
  candidateId: 'ana',
  interviewerId: 'bo',
  guideKey: 'sony',
  roundKey: 'coding',
  self: null,
  recommendation: Recommendation.HIRE,
  criteria: [{ key: 'approach', competency: 'sony/solving', score: 3, weight: 1 }],
  ...changes,
});
const amended = version({ versionId: 'v2', number: 2, submittedAt: at(5) });
const late = version({ scorecardId: 'two', versionId: 'v3', submittedAt: at(6) });
const known = (day: number, hour = 12) =>
  knownAt([version(), amended, late], new Date(at(day, hour))).map(({ versionId }) => versionId);

describe('what was known at an instant', () => {
  it.each([
    ['does not include a scorecard that was not out yet', 2, []],
    ['includes a scorecard that was out', 3, ['v1']],
    ['includes only the newest version of an amended scorecard', 5, ['v2']],
    ['includes a late scorecard', 6, ['v2', 'v3']],
  ])('%s', (_, day, expected) => expect(known(day)).toEqual(expected));

  it('includes what came out at that very instant', () => {
    expect(known(5, 11)).toEqual(['v1']);
    expect(known(5, 12)).toEqual(['v2']);
  });
});

describe('a version as the model reads it', () => {
  const scoreOf = (changes: Partial<ReleasedVersion>) => scoreCard(cardOf(version(changes)), R1.w_rec)?.y ?? null;
  const criteria = (...levels: (number | null)[]) =>
    levels.map((level, n) => ({ key: `${n}`, competency: 'sony/solving', score: level, weight: n === 0 ? 1 : 2 }));

  it.each<[string, Partial<ReleasedVersion>, number | null]>([
    ['levels and a recommendation', {}, 3],
    ['levels count three quarters, by weight', { criteria: criteria(4, 1) }, 0.75 * 2 + 0.25 * 3],
    ['what was not assessed is left out', { criteria: criteria(4, null) }, 0.75 * 4 + 0.25 * 3],
    ['a recommendation alone', { criteria: [], recommendation: Recommendation.STRONG_NO_HIRE }, 1],
    ['levels alone', { recommendation: Recommendation.NO_DECISION }, 3],
    ['nothing', { criteria: criteria(null), recommendation: Recommendation.NO_DECISION }, null],
  ])('%s', (_, changes, expected) => expect(scoreOf(changes)).toBe(expected));

  it('tells rounds and competencies of two guides apart', () => {
    const { round, criteria } = cardOf(version());
    expect([round, criteria![0]!.competency]).toEqual(['sony/coding', 'sony/solving']);
  });
});

describe('the days of the model', () => {
  it.each([
    ['2027-03-01T00:00:00Z', '2027-03-02T00:00:00Z'],
    ['2027-03-01T23:59:59.999Z', '2027-03-02T00:00:00Z'],
    ['2027-02-28T12:00:00+14:00', '2027-02-28T00:00:00Z'],
  ])('%s belongs to the day that ends at %s', (asOf, end) => {
    expect(new Date(modelNow(new Date(asOf))).toISOString()).toBe(new Date(end).toISOString());
  });

  it('end with the target date, or with today once that date has passed', () => {
    const asOf = new Date('2027-03-10T20:00:00Z');
    expect(dateThatCounts('2027-03-11', asOf)).toBe('2027-03-11');
    expect(dateThatCounts('2027-03-09', asOf)).toBe('2027-03-10');
    expect(endOfDate(dateThatCounts('2027-03-01', asOf))).toBe(modelNow(asOf));
  });
});
