import { RemedyKind, type RemedyFound } from './remedies.rules.js';
import { RoundKind } from '../guides/guide-document.js';
import { withoutSecrets, shownRemedy } from './shown-remedies.rules.js';

const reader = {
  nameOf: (id: string) => id,
  round: { kind: RoundKind.CODING, title: 'Coding' },
  spoken: (...span: Date[]) => span.map((instant) => instant.toISOString().slice(11, 16)).join(' to '),
  sessionOf: (id: string) => (id === 'secret' ? null : `Coding with ${id}`),
};
const window = [Date.UTC(2027, 2, 2, 18), Date.UTC(2027, 2, 2, 19)] as const;

describe('a remedy', () => {
  it.each<[RemedyFound, string]>([
    [{ kind: RemedyKind.STATE_HOURS, memberId: 'Bo', window }, 'Bo states hours that include 18:00 to 19:00.'],
    [{ kind: RemedyKind.ADD_HOURS, memberId: 'Bo', window }, 'Bo adds 18:00 to 19:00 to their hours.'],
    [{ kind: RemedyKind.QUALIFY, memberId: 'Bo' }, 'Bo becomes qualified for Coding.'],
    [{ kind: RemedyKind.RAISE_LIMIT, memberId: 'Bo', limit: 4 }, 'Bo raises their weekly limit to 4.'],
    [
      { kind: RemedyKind.WIDEN_WINDOW, memberId: 'Ana', date: '2027-04-02' },
      'Ana widens the window of Coding to 2 April 2027.',
    ],
    [
      { kind: RemedyKind.LATER_TARGET, memberId: 'Ana', date: '2027-04-02' },
      'Ana moves the target date to 2 April 2027 or later.',
    ],
    [{ kind: RemedyKind.MOVE_SESSION, memberId: 'Bo', sessionId: 'Cy' }, 'Coding with Cy is moved.'],
    [
      { kind: RemedyKind.GIVE_FEEDBACK, memberId: 'Ana', sessionId: 'Bo' },
      'Ana submits the overdue scorecard for Coding with Bo.',
    ],
    [
      { kind: RemedyKind.GIVE_FEEDBACK, memberId: 'Ana', sessionId: 'secret' },
      'Ana submits a scorecard that is long overdue.',
    ],
    [{ kind: RemedyKind.ADD_QUESTION, memberId: null }, 'A question is added for Coding.'],
  ])('%j says who would do what: %s', (remedy, text) => expect(shownRemedy(remedy, reader).text).toBe(text));

  it('names owed scorecards to viewers who may know them, and tells other viewers only that the member owes some', () => {
    const owed = (memberId: string, sessionId: string) => ({ kind: RemedyKind.GIVE_FEEDBACK, memberId, sessionId });
    const moved = { kind: RemedyKind.MOVE_SESSION, memberId: 'bo', sessionId: 'three' };
    const remedies = [owed('ana', 'one'), owed('ana', 'two'), moved, owed('bo', 'four')];
    expect(withoutSecrets(remedies, () => true)).toEqual(remedies);
    expect(withoutSecrets(remedies, (memberId) => memberId === 'bo')).toEqual([
      { kind: RemedyKind.GIVE_FEEDBACK, memberId: 'ana' },
      moved,
      owed('bo', 'four'),
    ]);
  });

  it('is data that a client can apply, with the kind of round only where a member becomes qualified for it', () => {
    const qualify = { kind: RemedyKind.QUALIFY, memberId: 'Bo' };
    expect(shownRemedy(qualify, reader)).toMatchObject({
      roundKind: RoundKind.CODING,
      window: null,
      limit: null,
      date: null,
    });
    const [startsAt, endsAt] = window.map((instant) => new Date(instant));
    const hours = { kind: RemedyKind.ADD_HOURS, memberId: 'Bo', window };
    expect(shownRemedy(hours, reader)).toMatchObject({ roundKind: null, window: { startsAt, endsAt } });
  });
});
