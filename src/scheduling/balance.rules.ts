/** A session that took place, as the balance sees it: who was present, and what each of them did. */
export interface HeldSession {
  /** Epoch milliseconds. */
  endsAt: number;
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

/** A member, and when they joined and left, in epoch milliseconds. */
interface Joined {
  memberId: string;
  joinedAt: number;
  leftAt: number;
}

/**
 * Net half minutes that members count as given when they joined: the median of those who were there before. So newcomers stand where the group
 * stands, and do not have to catch up with it, neither before their first interview nor after it. Members in the order in which they joined.
 */
export function startingPoints(members: readonly Joined[], held: readonly HeldSession[]): Map<string, number> {
  const starts = new Map<string, number>();
  for (const { memberId, joinedAt } of members) {
    const until = balances(held.filter(({ endsAt }) => endsAt <= joinedAt));
    const standing = members
      .filter((other) => other.joinedAt < joinedAt && other.leftAt > joinedAt)
      .map((other) => starts.get(other.memberId)! + netOf(until.get(other.memberId)));
    starts.set(memberId, median(standing));
  }
  return starts;
}

/** What a member has given more than received. */
export const netOf = ({ given, received }: HalfMinutes = { given: 0, received: 0 }): number => given - received;

/** The middle of some numbers; 0 of none. */
function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Minutes as they are shown: halves are rounded in the answer alone. */
export function shownBalance({ given, received }: HalfMinutes) {
  return {
    givenMinutes: Math.round(given / 2),
    receivedMinutes: Math.round(received / 2),
    balanceMinutes: Math.round((given - received) / 2),
  };
}
