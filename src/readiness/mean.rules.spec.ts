import { describe, expect, it } from '@jest/globals';
import { evidenceOf, loopLevel, missingEvidence, ReadinessLevel, roundLevel, type Evidence } from './mean.rules.js';

const now = new Date('2027-03-31T00:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const card = (interviewerId: string, score: number, days = 1, roundKey = 'coding'): Evidence => ({
  roundKey,
  interviewerId,
  score,
  at: daysAgo(days),
});
const levelOf = (...cards: Evidence[]) => roundLevel(evidenceOf(cards, 'coding', now), 3);

describe('the level of a round', () => {
  it.each<[string, Evidence[], string]>([
    ['no scorecard', [], 'NOT_ENOUGH_EVIDENCE'],
    ['one scorecard', [card('ana', 4)], 'NOT_ENOUGH_EVIDENCE'],
    ['two of one interviewer', [card('ana', 4), card('ana', 4)], 'NOT_ENOUGH_EVIDENCE'],
    ['one of another round', [card('ana', 4), card('bo', 4, 1, 'design')], 'NOT_ENOUGH_EVIDENCE'],
    ['one older than a year', [card('ana', 4), card('bo', 4, 366)], 'NOT_ENOUGH_EVIDENCE'],
    ['just below the grace', [card('ana', 2.7), card('bo', 2.79)], 'BELOW_BAR'],
    ['at the grace', [card('ana', 2.5), card('bo', 3)], 'BORDERLINE'],
    ['just below the bar', [card('ana', 2.99), card('bo', 3)], 'BORDERLINE'],
    ['at the bar', [card('ana', 2), card('bo', 4)], 'READY'],
    ['at the bar but for rounding', [card('ana', (3 * 1.4) / 1.4), card('bo', (3 * 1.4) / 1.4)], 'READY'],
  ])('with %s', (_, cards, level) => expect(levelOf(...cards)).toBe(level));

  it('says what is missing, and when the last mock was', () => {
    const evidence = evidenceOf([card('ana', 3, 5), card('ana', 3, 2)], 'coding', now);
    expect(missingEvidence(evidence)).toEqual({ scorecards: 0, interviewers: 1 });
    expect(evidence.lastSessionAt).toEqual(daysAgo(2));
  });
});

describe('the level of a loop', () => {
  const { NOT_ENOUGH_EVIDENCE, BELOW_BAR, BORDERLINE, READY } = ReadinessLevel;
  const round = (level: ReadinessLevel, mean: number, weight = 1) => ({ level, mean, weight });
  it.each([
    ['without rounds', [], NOT_ENOUGH_EVIDENCE],
    ['with a round that lacks evidence', [round(READY, 4), round(NOT_ENOUGH_EVIDENCE, 4)], NOT_ENOUGH_EVIDENCE],
    ['with a round below the bar', [round(READY, 4), round(BELOW_BAR, 2)], BELOW_BAR],
    ['with a weak round that others make up for', [round(READY, 3.4), round(BORDERLINE, 2.8)], READY],
    ['with a weak round that weighs more', [round(READY, 3.1), round(BORDERLINE, 2.8, 3)], BORDERLINE],
  ])('%s', (_, rounds, level) => expect(loopLevel(rounds, 3)).toBe(level));
});
