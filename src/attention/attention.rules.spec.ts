import { KitNews } from '../questions/kit.rules.js';
import { attentionText, byUrgency, type Waiting, type WaitingKind } from './attention.rules.js';

const now = new Date('2027-04-03T12:00:00Z');
const waiting = (kind: WaitingKind, dueAt: string | null, news: string[] = []): Waiting => ({
  kind,
  subject: kind === 'HOURS_MISSING' ? 'Evening loop' : 'coding with Ana',
  news,
  since: new Date('2027-04-02T11:00:00Z'),
  dueAt: dueAt === null ? null : new Date(dueAt),
});

describe('attention items', () => {
  it.each([
    [waiting('SCORECARD_OWED', '2027-04-04T11:00:00Z'), 'Your scorecard for coding with Ana is due by then. Submit it'],
    [
      waiting('SCORECARD_OWED', '2027-04-03T11:00:00Z'),
      'Your scorecard for coding with Ana has been overdue since then.',
    ],
    [waiting('SELF_ASSESSMENT_OPEN', '2027-04-04T11:00:00Z'), 'before the feedback comes out, by then at the latest.'],
    [waiting('SELF_ASSESSMENT_OPEN', '2027-04-03T11:00:00Z'), 'before the feedback comes out.'],
    [
      waiting('SESSION_BOOKED', '2027-04-09T11:00:00Z'),
      'You were booked for coding with Ana. It starts on then. Cancel it if',
    ],
    [
      waiting('SESSION_CHANGED', '2027-04-09T11:00:00Z', ['Moved.', 'The link was changed.']),
      'News about coding with Ana: Moved. The link was changed.',
    ],
    [waiting('SESSION_CANCELLED', '2027-04-09T11:00:00Z', ['Cancelled. Ill.']), 'Coding with Ana was cancelled.'],
    [waiting('FEEDBACK_OUT', null, ["Bo's scorecard is out."]), "New feedback for coding with Ana: Bo's"],
    [waiting('MARKED_ABSENT', '2027-04-04T11:00:00Z', ['Bo says that you did not come.']), 'say who came'],
    [
      { ...waiting('KIT_TO_OPEN', '2027-04-04T11:00:00Z'), kit: KitNews.CHANGED },
      'A question was replaced or taken out. Open the kit for coding with Ana before then',
    ],
    [
      { ...waiting('KIT_TO_OPEN', '2027-04-04T11:00:00Z'), kit: KitNews.EMPTY },
      'No question is left in the set. Compose the set for coding with Ana again before then',
    ],
    [waiting('HOURS_MISSING', null), 'You have not stated your hours in Evening loop'],
  ])('say what to do: %j', (item, text) => {
    expect(attentionText(item, 'then', now)).toContain(text);
    expect(attentionText(item, 'then', now)).toMatch(/[.)]$/);
  });

  it('are sorted by urgency, whatever order they were found in', () => {
    const items = [
      waiting('SCORECARD_OWED', '2027-04-01T11:00:00Z'),
      waiting('SCORECARD_OWED', '2027-04-03T11:00:00Z'),
      waiting('MARKED_ABSENT', '2027-04-03T10:00:00Z'),
      waiting('MARKED_ABSENT', '2027-04-05T10:00:00Z'),
      waiting('SESSION_BOOKED', '2027-04-03T18:00:00Z'),
      waiting('SCORECARD_OWED', '2027-04-04T11:00:00Z'),
      waiting('SESSION_CHANGED', '2027-04-09T11:00:00Z'),
      waiting('FEEDBACK_OUT', null),
      waiting('HOURS_MISSING', null),
    ];
    for (let turn = 0; turn < items.length; turn += 1) {
      const turned = [...items.slice(turn), ...items.slice(0, turn)];
      expect(turned.toSorted(byUrgency(now))).toEqual(items);
    }
  });
});
