import { daysAfter } from '../common/time.js';
import { Attendance, wasPresent } from './session.rules.js';

/**
 * What one speaker says about one person who takes part. The newest statement of each speaker about each person counts.
 */
export interface Statement {
  speakerId: string;
  personId: string;
  attendance: Attendance;
  at: Date;
  /** When the speaker last began to say that the person was absent. */
  absentSince: Date | null;
}

export const isAbsence = ({ attendance }: { attendance: Attendance }): boolean => !wasPresent(attendance);

export const newest = <T extends { at: Date }>(items: readonly T[]): T | undefined =>
  items.reduce<T | undefined>((last, each) => (last === undefined || each.at >= last.at ? each : last), undefined);

/** The statement that a speaker makes now: going from NO_SHOW to EXCUSED does not begin a new absence. */
export function stated(
  before: Statement | undefined,
  { speakerId, personId, attendance, at }: Omit<Statement, 'absentSince'>,
): Statement {
  const absentSince = wasPresent(attendance) ? null : (before?.absentSince ?? at);
  return { speakerId, personId, attendance, at, absentSince };
}

/** The newest stated absence of a person that does not count, and whether another person says otherwise. */
export function uncountedAbsence(
  personId: string,
  statements: readonly Statement[],
  counting: Attendance | null,
): (Statement & { contested: boolean }) | null {
  if (!wasPresent(counting)) return null;
  const said = statements.filter((each) => each.personId === personId);
  const absence = newest(said.filter(isAbsence));
  if (!absence) return null;
  const contested = said.some((each) => !isAbsence(each) && each.speakerId !== absence.speakerId);
  return { ...absence, contested };
}

/** A statement or a decision, as it was recorded. */
interface Recorded extends Omit<Statement, 'speakerId'> {
  speakerId: string | null;
  isDecision: boolean;
}

/** The end of the session, and when its scorecards are due. */
interface Deadlines {
  endsAt: Date;
  dueAt: Date;
}

/**
 * When a single statement is enough; null if it never is. It must come before the due time, or before the end if it is about the speaker,
 * because members could otherwise excuse themselves from old sessions. It counts from the due time on, but not within 24 hours of
 * the moment at which its speaker began to say so.
 */
export function enoughFrom(
  { speakerId, personId, absentSince }: Omit<Recorded, 'isDecision'>,
  deadlines: Deadlines,
): Date | null {
  const { endsAt, dueAt } = deadlines;
  if (absentSince === null || absentSince >= (speakerId === personId ? endsAt : dueAt)) return null;
  const rested = daysAfter(absentSince, 1);
  return rested > dueAt ? rested : dueAt;
}

/**
 * When a stated absence counts, judged by the statements alone that stand: at the due time scorecards count, too, and the result would reveal
 * whether any exist. Null while a person says otherwise, and if it needs a second person.
 */
export function takesEffectAt(said: Recorded, standing: readonly Recorded[], deadlines: Deadlines): Date | null {
  if (said.isDecision) return said.at;
  const others = standing.filter(
    ({ personId, speakerId }) => personId === said.personId && speakerId !== null && speakerId !== said.speakerId,
  );
  if (!others.every(isAbsence)) return null;
  const [second] = others.map(({ at }) => at).sort((a, b) => a.getTime() - b.getTime());
  if (second === undefined) return enoughFrom(said, deadlines);
  return second > said.at ? second : said.at;
}
