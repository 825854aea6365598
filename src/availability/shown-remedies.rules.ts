import { spokenDate } from '../common/time.js';
import type { RoundKind } from '../guides/guide-document.js';
import { RemedyKind, type RemedyFound } from './remedies.rules.js';

/**
 * The remedies as a person may know them. Only the member and organizers learn which scorecards the member owes: others learn once that the member owes
 * some, but not which ones or how many.
 */
export function withoutSecrets(
  remedies: readonly RemedyFound[],
  mayKnowDebtsOf: (memberId: string | null) => boolean,
): RemedyFound[] {
  const told: RemedyFound[] = [];
  const hidden = new Set<string | null>();
  for (const remedy of remedies) {
    const { sessionId: _, ...rest } = remedy;
    const isHidden = remedy.kind === RemedyKind.GIVE_FEEDBACK && !mayKnowDebtsOf(remedy.memberId);
    if (!isHidden) told.push(remedy);
    else if (!hidden.has(remedy.memberId)) told.push(rest);
    if (isHidden) hidden.add(remedy.memberId);
  }
  return told;
}

/** What a sentence about a remedy needs to know. */
export interface RemedyReader {
  /** A member's name. */
  nameOf: (memberId: string) => string;
  /** The round that the remedy is about. */
  round: { kind: RoundKind; title: string };
  /** A stretch of time as the reader's clock shows it. */
  spoken: (from: Date, until: Date) => string;
  /** "Coding with Ana on 2 April"; null where the reader may not know which session it is. */
  sessionOf: (sessionId: string) => string | null;
}

/** A remedy as data that a client can apply, and as a sentence. The ids of the member and the session stay with the remedy. */
export const shownRemedy = (remedy: RemedyFound, reader: RemedyReader) => ({
  kind: remedy.kind,
  roundKind: remedy.kind === RemedyKind.QUALIFY ? reader.round.kind : null,
  window: remedy.window ? { startsAt: new Date(remedy.window[0]), endsAt: new Date(remedy.window[1]) } : null,
  limit: remedy.limit ?? null,
  date: remedy.date ?? null,
  text: textOf(remedy, reader),
});

/** Who would do what, in one sentence. */
function textOf(remedy: RemedyFound, reader: RemedyReader): string {
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
      return `${name} becomes qualified for ${reader.round.title}.`;
    case RemedyKind.RAISE_LIMIT:
      return `${name} raises their weekly limit to ${limit}.`;
    case RemedyKind.WIDEN_WINDOW:
      return `${name} widens the window of ${reader.round.title} to ${spokenDate(date!)}.`;
    case RemedyKind.LATER_TARGET:
      return `${name} moves the target date to ${spokenDate(date!)} or later.`;
    case RemedyKind.MOVE_SESSION:
      return session === null ? `A session of ${name} is moved.` : `${session} is moved.`;
    case RemedyKind.GIVE_FEEDBACK:
      return session === null
        ? `${name} submits a scorecard that is long overdue.`
        : `${name} submits the overdue scorecard for ${session}.`;
    case RemedyKind.ADD_QUESTION:
      return `A question is added for ${reader.round.title}.`;
  }
}
