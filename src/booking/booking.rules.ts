import type { ErrorCode } from '../common/errors.js';
import { spoken, type LocalDate } from '../common/time.js';

/** An interviewer of the panel, and what they give in the ISO week of the session, this one not counted. */
export interface Giver {
  memberId: string;
  interviewsThatWeek: number;
  weeklyLimit: number;
}

export interface BookingFacts {
  /** The candidate's local day of the session. */
  day: LocalDate;
  /** The days on which the candidate may be booked: from the plan's start to the target date. */
  days: { start: LocalDate; end: LocalDate };
  /** Other mocks that the candidate has on that day. */
  ownMocksThatDay: number;
  givers: readonly Giver[];
}

export interface BookingObjection {
  code: keyof typeof ErrorCode & ('OUT_OF_WINDOW' | 'LIMIT_REACHED');
  message: string;
  /** The members whom it is about. */
  memberIds: string[];
}

const remedy = 'An organizer may set this aside with an overrideReason.';

/**
 * What speaks against a booking, besides people who are busy: it lies within the plan, a candidate has one mock a day,
 * and nobody gives more interviews a week than they said. An organizer may override each of these, never a double
 * booking.
 */
export function bookingObjections({ day, days, ownMocksThatDay, givers }: BookingFacts): BookingObjection[] {
  const tooMany = givers.filter(({ interviewsThatWeek, weeklyLimit }) => interviewsThatWeek >= weeklyLimit);
  const objections: BookingObjection[] = [];
  if (day < days.start || day > days.end) {
    const message = `${spoken(day)} is outside the candidate's preparation, ${spoken(days.start)} to ${spoken(days.end)}. Choose one of those days or another target date. ${remedy}`;
    objections.push({ code: 'OUT_OF_WINDOW', message, memberIds: [] });
  }
  if (ownMocksThatDay > 0) {
    const message = `The candidate has a mock on ${spoken(day)} already, and one a day is enough. Choose another day. ${remedy}`;
    objections.push({ code: 'LIMIT_REACHED', message, memberIds: [] });
  }
  if (tooMany.length > 0) {
    const message = `A member of the panel gives as many interviews that week as they want to. Choose another week or another member. ${remedy}`;
    objections.push({ code: 'LIMIT_REACHED', message, memberIds: tooMany.map(({ memberId }) => memberId) });
  }
  return objections;
}
