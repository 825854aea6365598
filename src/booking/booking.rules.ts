import {
  bitOf,
  BlockReason,
  candidateObstacles,
  interviewerObstacles,
  reasonsIn,
  type PersonTime,
  type Starts,
} from '../availability/starts.rules.js';
import type { ErrorCode } from '../common/errors.js';
import { dateOfDay, dayNumber, spokenDate, type LocalDate } from '../common/time.js';

/** A member of the panel that is asked for. */
interface PanelFacts {
  person: PersonTime;
  /** Lead or co-interviewer; shadows need no qualification, and give no interview that a limit counts. */
  isInterviewer: boolean;
  isQualified: boolean;
}

export interface BookingFacts {
  /** When the session starts, how long it takes and what is kept free after it, in milliseconds. */
  start: number;
  length: number;
  buffer: number;
  candidate: PersonTime;
  panel: readonly PanelFacts[];
  /** The days on which the candidate may be booked: from the plan's start to the target date. */
  days: { start: LocalDate; end: LocalDate };
  /** The person who books agrees by booking: their own hours and limit do not bind them. */
  bookedBy: string | null;
}

type Code = keyof typeof ErrorCode &
  ('FEEDBACK_OVERDUE' | 'OUT_OF_WINDOW' | 'NOT_QUALIFIED' | 'NOT_AVAILABLE' | 'LIMIT_REACHED');

/** The obstacles to a booking of one person. */
export interface Against {
  reason: BlockReason;
  person: PersonTime;
}

export interface BookingObjection {
  code: Code;
  message: string;
  against: Against[];
}

/** What the booking is for. Only a new or moved session can have another time. */
export type BookingAct = 'BOOKING' | 'REASSIGNING' | 'SWAPPING';

const WAY_OUT: Record<BookingAct, string> = {
  BOOKING: 'An organizer can override this with an overrideReason.',
  REASSIGNING: 'An organizer can override this with an overrideReason.',
  SWAPPING: 'An organizer can reassign the seat instead, with an overrideReason.',
};

interface Objection {
  reason: BlockReason;
  code: Code;
  text: (day: string, days: BookingFacts['days']) => string;
  /** What helps where the time and the members can still be chosen. */
  next: string;
}

/** The objections to a booking by hand, in the order in which refusals name them. */
const objections: Objection[] = [
  {
    reason: BlockReason.OUT_OF_WINDOW,
    code: 'OUT_OF_WINDOW',
    text: (day, { start, end }) =>
      `${day} is outside the candidate's preparation, ${spokenDate(start)} to ${spokenDate(end)}.`,
    next: 'Choose one of those days or another target date.',
  },
  {
    reason: BlockReason.NO_QUALIFIED_INTERVIEWER,
    code: 'NOT_QUALIFIED',
    text: () => 'A member of the panel does not interview for this kind of round.',
    next: 'Choose another member.',
  },
  {
    reason: BlockReason.CANDIDATE_NOT_AVAILABLE,
    code: 'NOT_AVAILABLE',
    text: () => "The session is outside the candidate's hours.",
    next: 'Choose another time.',
  },
  {
    reason: BlockReason.NO_COMMON_TIME,
    code: 'NOT_AVAILABLE',
    text: () => 'The session is outside the hours of a member of the panel.',
    next: 'Choose another time or another member.',
  },
  {
    reason: BlockReason.DAILY_LIMIT,
    code: 'LIMIT_REACHED',
    text: (day) => `The candidate already has a session on ${day}. The limit is one a day.`,
    next: 'Choose another day.',
  },
  {
    reason: BlockReason.WEEKLY_LIMIT,
    code: 'LIMIT_REACHED',
    text: () => 'A member of the panel has reached their weekly limit.',
    next: 'Choose another week or another member.',
  },
];

const boundByOthers = bitOf(BlockReason.DAILY_LIMIT) | bitOf(BlockReason.NO_QUALIFIED_INTERVIEWER);

/**
 * The objections to a booking by hand, besides people who are busy: the same as for a slot, without grid, notice and
 * pacing window.
 * Members who have not stated hours can be booked. An organizer may override each of these, never a double booking.
 */
export function bookingObjections(facts: BookingFacts, act: BookingAct = 'BOOKING'): BookingObjection[] {
  const found = againstEach(facts);
  const day = spokenDate(dateOfDay(dayNumber(facts.start, facts.candidate.zone)));
  return objections.flatMap(({ reason, code, text, next }) => {
    const against = found.filter((each) => each.reason === reason);
    if (against.length === 0) return [];
    const advice = act === 'BOOKING' ? next : 'Choose another member.';
    return [{ code, message: `${text(day, facts.days)} ${advice} ${WAY_OUT[act]}`, against }];
  });
}

function againstEach({ start, length, buffer, candidate, panel, days, bookedBy }: BookingFacts): Against[] {
  const starts: Starts = { first: start, count: 1, length, buffer };
  const day = dateOfDay(dayNumber(start, candidate.zone));
  const isOutside = day < days.start || day > days.end;
  const people = [
    { person: candidate, bits: candidateObstacles(candidate, starts)[0]! },
    ...panel.map(({ person, isInterviewer, isQualified }) => {
      const bits = interviewerObstacles(person, isQualified || !isInterviewer, starts)[0]!;
      return { person, bits: isInterviewer ? bits : bits & ~bitOf(BlockReason.WEEKLY_LIMIT) };
    }),
  ];
  const found = people.flatMap(({ person, bits }) => {
    const binding = person.memberId === bookedBy ? bits & boundByOthers : bits;
    return reasonsIn(binding).map((reason) => ({ reason, person }));
  });
  return isOutside ? [{ reason: BlockReason.OUT_OF_WINDOW, person: candidate }, ...found] : found;
}
