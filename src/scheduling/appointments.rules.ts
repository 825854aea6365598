import { placesIn } from '../availability/starts.rules.js';
import { costOf, participantsOf, type Half, type Participant } from './participants.rules.js';

/** Who takes part in an appointment: everybody who is needed, and some of the others. */
export interface Appointment {
  /** The candidate first. */
  needed: readonly Participant[];
  /** The others who could interview, the best first. */
  others: readonly Participant[];
  /** How many of the others take part. */
  seats: number;
  /** The places of all starts, the nearest to the windows first, so that windows are widened as little as possible. */
  starts: readonly number[];
}

/** The appointment of one session. If the question names members, they are needed. */
export function appointmentFor(half: Half): Appointment {
  const { panelSize, panel, mustHave } = half.field.question;
  const [candidate, ...interviewers] = participantsOf(half);
  const isNeeded = ({ person }: Participant) => panel !== null || person.memberId === mustHave;
  const needed = interviewers.filter(isNeeded);
  return {
    needed: [candidate!, ...needed],
    others: interviewers.filter((each) => !isNeeded(each)),
    seats: panelSize - needed.length,
    starts: nearestFirst([half]),
  };
}

/** The appointment of an exchange, in which both halves have the same place in their starts. */
export const appointmentForExchange = (first: Half, second: Half): Appointment => ({
  needed: participantsOf(first, second),
  others: [],
  seats: 0,
  starts: nearestFirst([first, second]),
});

function nearestFirst(halves: readonly Half[]): number[] {
  const windows = halves.map(({ field: { starts, question } }) => placesIn(starts, question.window));
  const away = Array.from({ length: halves[0]!.field.starts.count }, (_, n) =>
    windows.reduce((sum, [opening, closing]) => sum + Math.max(0, opening - n, n - closing + 1), 0),
  );
  return [...away.keys()].sort((a, b) => away[a]! - away[b]!);
}

/** One start of an appointment, and who would take part. */
export interface Occasion {
  n: number;
  people: readonly Participant[];
}

/** What it costs to clear the obstacles of these people at a start. */
export const costAt = (people: readonly Participant[], n: number): number =>
  people.reduce((sum, each) => sum + costOf(each, n), 0);
