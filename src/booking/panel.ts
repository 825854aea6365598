import { In, IsNull, type EntityManager } from 'typeorm';
import { notFound, refuse } from '../common/errors.js';
import { Member } from '../groups/member.entity.js';
import type { Candidate } from '../plans/candidate.entity.js';
import type { Assignment } from '../sessions/assignment.entity.js';
import { membersOf } from '../sessions/bookings.js';
import { panelProblems } from '../sessions/panel.rules.js';
import type { AssignmentRole } from '../sessions/session.rules.js';
import type { PanelSeatInput } from './booking.graphql.js';
import type { BookingCase } from './booking-case.js';

/** A seat that is asked for. */
export interface Seat {
  memberId: string;
  role: AssignmentRole;
}

export const seatsOf = ({ panel }: { panel: readonly PanelSeatInput[] }): Seat[] =>
  panel.map(({ memberId, role }) => ({ memberId: memberId.id, role }));

/** The present members who would take the seats; every problem of the panel at once. */
export async function seatPanel(
  tx: EntityManager,
  bookingCase: BookingCase,
  panel: readonly PanelSeatInput[],
): Promise<Member[]> {
  const { candidate, round } = bookingCase;
  const ids = panel.map(({ memberId }) => memberId);
  const members = await tx.findBy(Member, {
    groupId: candidate.groupId,
    id: In(ids.map(({ id }) => id)),
    leftAt: IsNull(),
  });
  const found = new Set(members.map(({ id }) => id));
  if (ids.some(({ groupId, id }) => groupId !== candidate.groupId || !found.has(id))) throw notFound('member');
  const seats = panel.map(({ memberId, role }) => ({ memberId: memberId.id, role }));
  const problems = panelProblems(seats, round.panelSize, candidate.memberId);
  refuse(problems);
  return members;
}

/** Everybody whose time a session takes. */
export const everybodyIn = async (
  tx: EntityManager,
  candidate: Candidate,
  panel: readonly Assignment[],
): Promise<Member[]> =>
  membersOf(tx, candidate.groupId, [candidate.memberId, ...panel.map(({ memberId }) => memberId)]);
