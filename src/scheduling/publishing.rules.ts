import type { ErrorCode } from '../common/errors.js';

/** What decides whether a proposed session can be booked now. */
export interface PublishingFacts {
  isWithdrawn: boolean;
  /** Whether its round is part of the candidate's loop. */
  isIncluded: boolean;
  /** Whether the round still wants a session. */
  isWanted: boolean;
  startsAt: Date;
  endsAt: Date;
  /** When it would end by the length of its round today. */
  newEnd: Date;
  /** The group's minimum notice from now. */
  earliest: Date;
  /** Whether the panel is in the group, and of the size of the round. */
  isPanelWhole: boolean;
  owesFeedback: boolean;
  /** The first objection of the rules of booking. */
  objection: keyof typeof ErrorCode | null;
  /** Whether a person in it is booked at that time. */
  isTaken: boolean;
}

/** Why a proposed session cannot be booked any more, in the order in which refusals name it; null if it can. */
export function refusalOf(facts: PublishingFacts): keyof typeof ErrorCode | null {
  if (facts.isWithdrawn || !facts.isIncluded || !facts.isWanted) return 'INVALID_STATE';
  // The plan has moved to an edition with rounds of another length: people have seen another end.
  if (facts.endsAt.getTime() !== facts.newEnd.getTime()) return 'INVALID_STATE';
  if (facts.startsAt < facts.earliest) return 'TOO_SOON';
  if (!facts.isPanelWhole) return 'INVALID_INPUT';
  if (facts.owesFeedback) return 'FEEDBACK_OVERDUE';
  return facts.objection ?? (facts.isTaken ? 'TIME_TAKEN' : null);
}

/** What tells whether a proposed session is a half of an exchange. */
interface ProposedHalf {
  id: string;
  startsAt: Date;
  endsAt: Date;
  exchangedWithId: string | null;
}

/** The sessions whose other half follows directly and is booked, too. Without it they keep the buffer free. */
export function firstHalvesIn(proposed: readonly ProposedHalf[]): ReadonlySet<string> {
  const byId = new Map(proposed.map((each) => [each.id, each]));
  const firsts = proposed.filter(({ exchangedWithId, endsAt }) => {
    const other = exchangedWithId === null ? undefined : byId.get(exchangedWithId);
    return other !== undefined && endsAt.getTime() === other.startsAt.getTime();
  });
  return new Set(firsts.map(({ id }) => id));
}
