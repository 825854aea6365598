import { AssignmentRole } from './session.rules.js';

/** Where a member of the group stands in a session. Several may hold: an organizer may sit on the panel. */
export interface Standing {
  organizer: boolean;
  candidate: boolean;
  panelRole: AssignmentRole | null;
}

type Seat = 'ORGANIZER' | 'CANDIDATE' | 'INTERVIEWER' | 'SHADOW' | 'ANYBODY';

const concerned: readonly Seat[] = ['ORGANIZER', 'CANDIDATE', 'INTERVIEWER', 'SHADOW'];
const sittingIn: readonly Seat[] = ['CANDIDATE', 'INTERVIEWER', 'SHADOW'];
const panel: readonly Seat[] = ['INTERVIEWER', 'SHADOW'];

/** Who may do what with a session of their group, and the refusal for everybody else. */
const acts = {
  read: { who: ['ANYBODY'], refusal: 'You may not read this session.' },
  readPrivately: { who: sittingIn, refusal: 'Only the candidate and the panel may read this.' },
  change: { who: concerned, refusal: 'Only the candidate, the panel or an organizer may do this. Ask one of them.' },
  compose: {
    who: ['INTERVIEWER'],
    refusal: 'Only the lead and co-interviewers can choose the questions. Ask one of them.',
  },
  openKit: { who: panel, refusal: 'Only members of the panel can open the kit.' },
  takeSeat: { who: ['ANYBODY'], refusal: 'Only members of the group can take a seat.' },
  stateAttendance: {
    who: ['ORGANIZER', 'CANDIDATE', 'INTERVIEWER'],
    refusal: 'Only the candidate and the interviewers can say who came, or an organizer can decide. Ask one of them.',
  },
  assessSelf: { who: ['CANDIDATE'], refusal: "Only the session's candidate can fill in the self-assessment." },
  noteInterviewer: { who: ['CANDIDATE'], refusal: 'Only the candidate of the session can write to its interviewers.' },
  amend: { who: panel, refusal: 'Only the author can amend a scorecard. Ask the author.' },
  score: { who: panel, refusal: 'Only members of the panel can fill in scorecards, and each of them only their own.' },
} satisfies Record<string, { who: readonly Seat[]; refusal: string }>;

export type SessionAct = keyof typeof acts;

/** What may still be done in what is archived: reading, giving feedback that is owed, and saying who came. */
const whileArchived: readonly SessionAct[] = ['read', 'readPrivately', 'score', 'stateAttendance'];

export const mayDoInArchive = (act: SessionAct): boolean => whileArchived.includes(act);

function seatsOf({ organizer, candidate, panelRole }: Standing): Seat[] {
  const seats: Seat[] = ['ANYBODY'];
  if (organizer) seats.push('ORGANIZER');
  if (candidate) seats.push('CANDIDATE');
  if (panelRole !== null) seats.push(panelRole === AssignmentRole.SHADOW ? 'SHADOW' : 'INTERVIEWER');
  return seats;
}

export const mayDoWithSession = (standing: Standing, act: SessionAct): boolean => {
  const who: readonly Seat[] = acts[act].who;
  return seatsOf(standing).some((seat) => who.includes(seat));
};

export const sessionRefusal = (act: SessionAct): string => acts[act].refusal;
