/** A session that took place, as the balance sees it: who was present, and what each of them did. */
export interface HeldSession {
  minutes: number;
  candidateId: string;
  /** The members of the panel who were present. */
  present: readonly { memberId: string; isShadow: boolean }[];
}

/** Interview minutes of a member, in halves, so that balances add up to zero: a shadow gives half. */
export interface HalfMinutes {
  given: number;
  received: number;
}

/**
 * What each member has given and received. The candidate receives the minutes once for each interviewer who was present, and half of
 * them for each shadow.
 */
export function balances(sessions: readonly HeldSession[]): Map<string, HalfMinutes> {
  const found = new Map<string, HalfMinutes>();
  const of = (memberId: string) => {
    const known = found.get(memberId) ?? { given: 0, received: 0 };
    found.set(memberId, known);
    return known;
  };
  for (const { minutes, candidateId, present } of sessions) {
    for (const { memberId, isShadow } of present) {
      const halves = isShadow ? minutes : 2 * minutes;
      of(memberId).given += halves;
      of(candidateId).received += halves;
    }
  }
  return found;
}

/** Minutes as they are shown: halves are rounded in the answer alone. */
export function shownBalance({ given, received }: HalfMinutes) {
  return {
    givenMinutes: Math.round(given / 2),
    receivedMinutes: Math.round(received / 2),
    balanceMinutes: Math.round((given - received) / 2),
  };
}
