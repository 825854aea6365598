import type { EntityManager } from 'typeorm';
import { newId } from '../common/ids.js';
import type { Member } from '../groups/member.entity.js';
import { refreshReseated } from '../questions/filling-sets.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { book, dropBookings, giveBuffersBack } from '../sessions/bookings.js';
import { record } from '../sessions/history.js';
import type { Session } from '../sessions/session.entity.js';
import { isInterviewer, SessionEventKind, type AssignmentRole } from '../sessions/session.rules.js';
import type { BookingCase } from './booking-case.js';
import { claimTime } from './claiming-time.js';
import { endExchange } from './exchange-halves.js';

/** Takes a person out of a seat, and frees their time. */
export async function leaveSeat(
  tx: EntityManager,
  session: Session,
  seat: Assignment,
  personId: string,
): Promise<void> {
  await tx.delete(Assignment, { groupId: seat.groupId, id: seat.id });
  await dropBookings(tx, session, personId);
  await giveBuffersBack(tx, seat.groupId, [personId], session.startsAt);
}

interface Taking {
  bookingCase: BookingCase;
  session: Session;
  role: AssignmentRole;
  /** The member who had the seat; null where it was open. */
  fromId: string | null;
  newcomer: Member;
  /** The member who reads a refusal. */
  viewer: Member;
  /** The line of the history. */
  line: { at: Date; byId: string; kind: SessionEventKind.REASSIGNED | SessionEventKind.SWAPPED; reason: string };
}

/** Gives a seat to a member and claims their time. Where an interviewer is replaced, an exchange ends. */
export async function takeSeat(tx: EntityManager, taking: Taking): Promise<void> {
  const { bookingCase, session, role, fromId, newcomer, viewer, line } = taking;
  const { groupId, id: sessionId } = session;
  const now = line.at;
  if (fromId !== null && isInterviewer({ role })) await endExchange(tx, session, line);
  await tx.insert(Assignment, { groupId, id: newId(), sessionId, memberId: newcomer.id, role, cardStays: false });
  const { bufferMinutes } = bookingCase.group;
  await claimTime(tx, { bookingCase, sessions: [session], viewer, now }, () =>
    book(tx, session, [newcomer], bufferMinutes),
  );
  session.version += 1;
  await tx.save(session);
  await record(tx, session, { ...line, facts: { role, seat: { fromId, toId: newcomer.id } } });
  await refreshReseated(tx, session, now);
}
