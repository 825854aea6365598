import type { Interval } from '../common/intervals.rules.js';
import {
  ALWAYS,
  BlockReason,
  candidateObstacles,
  interviewerObstacles,
  mark,
  startAt,
  startsIn,
  type Obstacles,
  type PersonTime,
  type Starts,
} from '../availability/starts.rules.js';

/** A member who could interview, and what speaks for them. */
export interface PossibleInterviewer {
  person: PersonTime;
  isQualified: boolean;
  /** How often they have interviewed this candidate in this round, or will. */
  repeats: number;
  /** How much more they have given than received, in half minutes. The member who owes most comes first. */
  balance: number;
}

/** What is asked: when, and with whom, could this round take place? */
export interface SlotQuestion {
  candidate: PersonTime;
  /** Present members other than the candidate. */
  interviewers: readonly PossibleInterviewer[];
  panelSize: number;
  /** How long the session takes, and what is kept free after it, in milliseconds. */
  length: number;
  buffer: number;
  /** The starts that are asked about. */
  span: Interval;
  /** The first instant at which a start respects the notice. */
  earliest: number;
  /** From here on, no slots are offered: it is too far ahead. */
  horizon: number;
  /** The pacing window as instants in the candidate's zone, which ends with the target date at the latest. */
  window: Interval;
  /** The candidate has long-overdue scorecards in this group. */
  owesFeedback: boolean;
  /** Only with a panel of exactly these members, the lead first. */
  panel: readonly string[] | null;
  /** Only with this member among the interviewers. */
  mustHave: string | null;
}

export interface SlotFound {
  startsAt: number;
  endsAt: number;
  /** The interviewers, the lead first. */
  panel: string[];
}

/** A question with the obstacles of everybody who may be asked, at each start. */
export interface Field {
  question: SlotQuestion;
  starts: Starts;
  candidate: Obstacles;
  /** Who may be asked, the best first. */
  interviewers: { each: PossibleInterviewer; obstacles: Obstacles }[];
}

/** Members who are new to this candidate and round come first, then members who owe most. */
export function inOrder(interviewers: readonly PossibleInterviewer[]): PossibleInterviewer[] {
  return interviewers.toSorted(
    (a, b) => a.repeats - b.repeats || a.balance - b.balance || (a.person.memberId < b.person.memberId ? -1 : 1),
  );
}

/** Works out the obstacles at each start: on the grid, or at the given starts. */
export function fieldOf(question: SlotQuestion, given?: Starts): Field {
  const { span, length, buffer, earliest, window, panel } = question;
  const starts = given ?? startsIn(span, length, buffer);
  const candidate = candidateObstacles(question.candidate, starts);
  mark(candidate, starts, [-Infinity, earliest], BlockReason.TOO_SOON);
  mark(candidate, starts, [-Infinity, window[0]], BlockReason.OUT_OF_WINDOW);
  mark(candidate, starts, [window[1], Infinity], BlockReason.OUT_OF_WINDOW);
  if (question.owesFeedback) mark(candidate, starts, ALWAYS, BlockReason.FEEDBACK_OVERDUE);
  const asked = panel
    ? panel.flatMap((id) => question.interviewers.find(({ person }) => person.memberId === id) ?? [])
    : inOrder(question.interviewers);
  const interviewers = asked.map((each) => {
    return { each, obstacles: interviewerObstacles(each.person, each.isQualified, starts) };
  });
  return { question, starts, candidate, interviewers };
}

/** The best panel of those who are free at a start, as places in the order of the field; null where there is none. */
function panelAt({ question, interviewers }: Field, n: number): number[] | null {
  const found: number[] = [];
  const { panelSize, mustHave } = question;
  for (let i = 0; i < interviewers.length && found.length < panelSize; i += 1) {
    const { each, obstacles } = interviewers[i]!;
    if (obstacles[n] !== 0) continue;
    // The last seat is kept for the member who must be there.
    const isLast = found.length === panelSize - 1;
    const isThere = mustHave === null || found.some((at) => interviewers[at]!.each.person.memberId === mustHave);
    if (!isLast || isThere || each.person.memberId === mustHave) found.push(i);
  }
  const hasAll = found.length === panelSize;
  const isRight = mustHave === null || found.some((at) => interviewers[at]!.each.person.memberId === mustHave);
  return hasAll && isRight ? found : null;
}

/** The best starts, each with its best panel: members new to this candidate and round, then who owes most, then the earliest. */
export function slotsIn(field: Field, first: number): SlotFound[] {
  const { starts, candidate, interviewers } = field;
  const found: { n: number; panel: number[] }[] = [];
  for (let n = 0; n < starts.count; n += 1) {
    const panel = candidate[n] === 0 ? panelAt(field, n) : null;
    if (panel) found.push({ n, panel });
  }
  const better = (a: readonly number[], b: readonly number[]) => {
    for (let i = 0; i < a.length; i += 1) {
      const [one, other] = [interviewers[a[i]!]!.each, interviewers[b[i]!]!.each];
      const order = one.repeats - other.repeats || one.balance - other.balance;
      if (order !== 0) return order;
    }
    return 0;
  };
  return found
    .toSorted((a, b) => better(a.panel, b.panel) || a.n - b.n)
    .slice(0, first)
    .map(({ n, panel }) => ({
      startsAt: startAt(starts, n),
      endsAt: startAt(starts, n) + starts.length,
      panel: panel.map((at) => interviewers[at]!.each.person.memberId),
    }));
}
