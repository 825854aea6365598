/** What prevents a change of a session's set, as the state that a refusal names. */
export type SetObstacle = 'CANCELLED' | 'STARTED' | 'OPENED' | 'AWAITING_FEEDBACK';

interface SetFacts {
  session: { cancelledAt: Date | null; startsAt: Date; endsAt: Date };
  hasSet: boolean;
  isOpened: boolean;
}

/** The first set is composed before the session ends. It is composed again only before the session starts and before a kit is opened. */
export function composeObstacle({ session, hasSet, isOpened }: SetFacts, now: Date): SetObstacle | null {
  if (session.cancelledAt !== null) return 'CANCELLED';
  if (now >= session.endsAt) return 'AWAITING_FEEDBACK';
  if (!hasSet) return null;
  if (now >= session.startsAt) return 'STARTED';
  return isOpened ? 'OPENED' : null;
}

/** One question is replaced until the session starts. */
export function replaceObstacle({ session }: Pick<SetFacts, 'session'>, now: Date): SetObstacle | null {
  if (session.cancelledAt !== null) return 'CANCELLED';
  return now >= session.startsAt ? 'STARTED' : null;
}

export const setRefusals: Record<SetObstacle, string> = {
  CANCELLED: 'The session is cancelled, so it needs no questions.',
  STARTED: 'The session has started, so its questions are fixed. Say which were asked (recordAsked).',
  OPENED: 'A member of the panel has already opened the kit. Replace questions one by one (replaceQuestion).',
  AWAITING_FEEDBACK: 'The session is over, so it is too late to choose questions.',
};
