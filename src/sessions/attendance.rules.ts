import { Attendance } from './session.rules.js';
import { enoughFrom, isAbsence, newest, type Statement } from './statements.rules.js';

/** An organizer's decision, or what was recorded before statements were kept. */
export interface Decision {
  personId: string;
  attendance: Attendance;
  at: Date;
}

/** Everything that decides who counts as present. */
export interface AttendanceFacts {
  candidateId: string;
  /** The interviewers; shadows have no say. */
  interviewerIds: readonly string[];
  statements: readonly Statement[];
  decisions: readonly Decision[];
  /** Interviewers who have submitted a scorecard with a level. */
  graderIds: ReadonlySet<string>;
  endsAt: Date;
  dueAt: Date;
  /** When the feedback came out; null while it has not. */
  releasedAt: Date | null;
}

/** The attendance that counts now and, if only the clock changes it, from a later instant on. */
interface AttendanceSchedule {
  attendance: Attendance | null;
  nextAttendance: Attendance | null;
  nextAttendanceAt: Date | null;
}

/** The decision about a person, unless everybody who took part, shadows aside, has said otherwise since. */
function standingDecision(personId: string, facts: AttendanceFacts): Decision | null {
  const decision = newest(facts.decisions.filter((each) => each.personId === personId));
  if (!decision) return null;
  const contradicts = ({ attendance, at }: Statement) =>
    isAbsence({ attendance }) !== isAbsence(decision) && at >= decision.at;
  const everybody = [facts.candidateId, ...facts.interviewerIds];
  const saying = facts.statements.filter((each) => each.personId === personId && contradicts(each));
  const isFallen = everybody.every((id) => saying.some(({ speakerId }) => speakerId === id));
  return isFallen ? null : decision;
}

/** Whether a decision that the person was absent still stands. */
export function isDecidedAbsent(personId: string, facts: AttendanceFacts): boolean {
  const decision = standingDecision(personId, facts);
  return decision !== null && isAbsence(decision);
}

/** The attendance that counts at an instant. Null means that nothing is recorded, so the person counts as present. */
export function attendanceAsOf(personId: string, facts: AttendanceFacts, instant: Date): Attendance | null {
  const decision = standingDecision(personId, facts);
  if (decision) return decision.attendance;
  const said = facts.statements.filter((each) => each.personId === personId);
  const present = newest(said.filter((each) => !isAbsence(each)));
  if (present) return present.attendance;
  // A scorecard proves that its author and the candidate came, but only from the release or the due time on.
  const isLookedAt = instant >= facts.dueAt || (facts.releasedAt !== null && instant >= facts.releasedAt);
  const isGraded = facts.candidateId === personId ? facts.graderIds.size > 0 : facts.graderIds.has(personId);
  if (isLookedAt && isGraded) return null;
  const absent = said.filter(isAbsence);
  const [only] = absent;
  const from = absent.length === 1 ? enoughFrom(only!, facts) : null;
  const counts = absent.length > 1 || (from !== null && instant >= from);
  return counts ? absenceOf(personId, absent, facts) : null;
}

/** An absence is a NO_SHOW until the other side says EXCUSED: for an interviewer the candidate, for the candidate any interviewer. */
function absenceOf(personId: string, absent: readonly Statement[], { candidateId, interviewerIds }: AttendanceFacts) {
  const otherSide = personId === candidateId ? interviewerIds : [candidateId];
  const excused = absent.some(
    ({ speakerId, attendance }) => otherSide.includes(speakerId) && attendance === Attendance.EXCUSED,
  );
  return excused ? Attendance.EXCUSED : Attendance.NO_SHOW;
}

/** The attendance that counts now, and the one that will count later by the clock alone. */
export function scheduleOf(personId: string, facts: AttendanceFacts, now: Date): AttendanceSchedule {
  const attendance = attendanceAsOf(personId, facts, now);
  const moments = facts.statements
    .filter((each) => each.personId === personId)
    .map((each) => enoughFrom(each, facts))
    .concat(facts.dueAt)
    .filter((moment) => moment !== null && moment > now)
    .toSorted((a, b) => a!.getTime() - b!.getTime());
  const nextAttendanceAt = moments.find((moment) => attendanceAsOf(personId, facts, moment!) !== attendance) ?? null;
  const nextAttendance = nextAttendanceAt && attendanceAsOf(personId, facts, nextAttendanceAt);
  return { attendance, nextAttendance, nextAttendanceAt };
}
