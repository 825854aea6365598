import { Attendance, AssignmentRole, SessionEventKind } from './session.rules.js';

/** What a line of the history is made of. Which of these are there depends on its kind. */
export interface EventFacts {
  /** Instants, as they are stored. */
  from?: string;
  to?: string;
  late?: boolean;
  /** The other half of an exchange moved by the same act. */
  withOther?: boolean;
  takenBack?: boolean;
  linkRemoved?: boolean;
  decided?: boolean;
  people?: readonly { memberId: string; attendance: Attendance }[];
  /** The seat that a departure opened, or that has another person. */
  role?: AssignmentRole;
  /** Who had the seat, null where it was open, and who has it. */
  seat?: { fromId: string | null; toId: string };
  /** Why a departure cancelled something. In that case no member wrote a reason. */
  departure?: 'LEFT' | 'REMOVED' | 'WITHDREW';
  memberId?: string;
}

/** How the reader sees names and instants. */
export interface Reader {
  nameOf: (memberId: string) => string;
  spoken: (instant: Date) => string;
}

const spokenAttendance: Record<Attendance, string> = {
  ATTENDED: 'was there',
  LATE: 'was late',
  NO_SHOW: 'did not come',
  EXCUSED: 'was excused',
};

const spokenPresence = ({ people = [], decided = false }: EventFacts, { nameOf }: Reader): string => {
  const said = people.map(({ memberId, attendance }) => `${nameOf(memberId)} ${spokenAttendance[attendance]}`);
  return decided ? `Decided: ${said.join(', ')}.` : `${said.join(', ')}.`;
};

function spokenSeat({ role, seat }: EventFacts, { nameOf }: Reader): string {
  const { fromId, toId } = seat!;
  if (fromId !== null) return `${nameOf(toId)} took the seat of ${nameOf(fromId)}.`;
  return role === AssignmentRole.SHADOW ? `${nameOf(toId)} joined as a shadow.` : `${nameOf(toId)} took an open seat.`;
}

/** What happened, in one sentence for the reader. */
export function eventSummary(kind: SessionEventKind, facts: EventFacts, reader: Reader): string {
  const { from, to, late, takenBack, linkRemoved, role, seat } = facts;
  const spoken = (text: string | undefined) => reader.spoken(new Date(text!));
  switch (kind) {
    case SessionEventKind.SCHEDULED:
      return `Scheduled for ${spoken(to)}.`;
    case SessionEventKind.LOGGED:
      return `Logged as held on ${spoken(to)}.`;
    case SessionEventKind.RESCHEDULED:
      return `${late ? 'Moved late' : 'Moved'} from ${spoken(from)} to ${spoken(to)}.`;
    case SessionEventKind.CANCELLED:
      return takenBack ? 'Cancelled: it was logged by mistake.' : late ? 'Cancelled late.' : 'Cancelled.';
    case SessionEventKind.LINK_CHANGED:
      return linkRemoved ? 'The link was removed.' : 'The link was changed.';
    case SessionEventKind.ATTENDANCE:
      return spokenPresence(facts, reader);
    case SessionEventKind.REASSIGNED:
    case SessionEventKind.SWAPPED:
      if (seat) return spokenSeat(facts, reader);
      return role === AssignmentRole.SHADOW
        ? 'A shadow left the group.'
        : 'An interviewer left the group, so a seat is open.';
    case SessionEventKind.EXCHANGE_ENDED:
      return 'The exchange ended, because the other session was changed alone.';
    case SessionEventKind.OVERRIDE:
      return 'An organizer overrode the window and the limits.';
  }
}

/** Why a departure cancelled a session or opened a seat; null for what people gave a reason for. */
export function departureReason({ departure, memberId }: EventFacts, { nameOf }: Reader): string | null {
  if (departure === undefined) return null;
  if (departure === 'WITHDREW') return 'The candidate withdrew from the plan.';
  const name = nameOf(memberId!);
  return departure === 'LEFT' ? `${name} left the group.` : `${name} was removed from the group.`;
}
