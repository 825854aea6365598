import { spoken } from '../common/time.js';
import { RemedyKind, type RemedyFound } from './remedies.rules.js';

/** What a sentence about a remedy needs to know. */
export interface RemedyReader {
  /** A member's name. */
  nameOf: (memberId: string) => string;
  /** "system design". */
  round: string;
  /** A stretch of time as the reader's clock shows it. */
  spoken: (from: Date, until: Date) => string;
  /** "Coding with Ana on 2 April"; null where the reader may not know which session it is. */
  sessionOf: (sessionId: string) => string | null;
}

/** Who would do what, in one sentence. */
export function remedyText(remedy: RemedyFound, reader: RemedyReader): string {
  const { kind, memberId, window, limit, sessionId, date } = remedy;
  const name = memberId === null ? '' : reader.nameOf(memberId);
  const span = window ? reader.spoken(new Date(window[0]), new Date(window[1])) : '';
  const session = sessionId === undefined ? null : reader.sessionOf(sessionId);
  switch (kind) {
    case RemedyKind.STATE_HOURS:
      return `${name} states hours that include ${span}.`;
    case RemedyKind.ADD_HOURS:
      return `${name} adds ${span} to their hours.`;
    case RemedyKind.QUALIFY:
      return `${name} becomes qualified for ${reader.round}.`;
    case RemedyKind.RAISE_LIMIT:
      return `${name} raises their weekly limit to ${limit}.`;
    case RemedyKind.WIDEN_WINDOW:
      return `${name} widens the window of ${reader.round} to ${spoken(date!)}.`;
    case RemedyKind.LATER_TARGET:
      return `${name} moves the target date to ${spoken(date!)} or later.`;
    case RemedyKind.MOVE_SESSION:
      return session === null ? `A session of ${name} is moved.` : `${session} is moved.`;
    case RemedyKind.GIVE_FEEDBACK:
      return session === null
        ? `${name} submits a scorecard that is long overdue.`
        : `${name} submits the overdue scorecard for ${session}.`;
    case RemedyKind.ADD_QUESTION:
      return `A question is added for ${reader.round}.`;
  }
}
