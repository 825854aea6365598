import { describe, expect, it } from '@jest/globals';
import { attentionText, byUrgency, type Waiting } from './attention.rules.js';

const now = new Date('2027-04-03T12:00:00Z');
const waiting = (kind: Waiting['kind'], dueAt: string, summary: string | null = null): Waiting => ({
  kind,
  session: 'Coding with Ana',
  summary,
  since: new Date('2027-04-02T11:00:00Z'),
  dueAt: new Date(dueAt),
});

describe('what waits', () => {
  it.each([
    [waiting('SCORECARD_OWED', '2027-04-04T11:00:00Z'), 'Your scorecard for Coding with Ana is due by then. Submit it'],
    [
      waiting('SCORECARD_OWED', '2027-04-03T11:00:00Z'),
      'Your scorecard for Coding with Ana has been overdue since then.',
    ],
    [waiting('SELF_ASSESSMENT_OPEN', '2027-04-04T11:00:00Z'), 'before the feedback comes out, by then at the latest.'],
    [waiting('SELF_ASSESSMENT_OPEN', '2027-04-03T11:00:00Z'), 'before the feedback comes out.'],
    [
      waiting('SESSION_CHANGED', '2027-04-09T11:00:00Z', 'Cancelled.'),
      'There is news of Coding with Ana: Cancelled. Open it',
    ],
  ])('is said with what to do: %j', (item, text) => {
    expect(attentionText(item, 'then', now)).toContain(text);
    expect(attentionText(item, 'then', now)).toMatch(/\.$/);
  });

  it('comes in the order of its urgency, whatever order it was found in', () => {
    const items = ['2027-04-09T11:00:00Z', '2027-04-03T11:00:00Z', '2027-04-04T11:00:00Z'].map((dueAt) =>
      waiting('SCORECARD_OWED', dueAt),
    );
    const sorted = items.toSorted(byUrgency);
    expect(sorted.map(({ dueAt }) => dueAt.getUTCDate())).toEqual([3, 4, 9]);
    expect(items.toReversed().toSorted(byUrgency)).toEqual(sorted);
  });
});
