import type { Interval } from '../../common/intervals.rules.js';

/** The input of the solver: indices and epoch milliseconds only, so that zones and names stay at the edge. */
export interface Problem {
  readonly peers: readonly Peer[];
  readonly sittings: readonly Sitting[];
  /** Sessions that a pair has had or has booked; pairs that are not listed have none. */
  readonly pairs: readonly PairCount[];
  /** Starts are whole multiples of this many minutes since the epoch. */
  readonly gridMinutes: number;
  /** Minutes that stay free after each session of a person. */
  readonly bufferMinutes: number;
}

/** A member as the solver sees one. */
export interface Peer {
  /** Stated hours, merged and sorted. */
  readonly hours: readonly Interval[];
  /** Booked time, each with the buffer after it, merged and sorted. */
  readonly busy: readonly Interval[];
  /** ISO weeks of the peer's zone, sorted, without gaps. */
  readonly weeks: readonly Week[];
  /** Local days of the peer's zone, sorted, without gaps. */
  readonly days: readonly Day[];
  /** Net load before this plan: credit plus given minus taken, in interviews. */
  readonly load: number;
  /** Whether the load counts for fairness: members who can neither give nor take in this plan do not. */
  readonly isCounted: boolean;
}

/** One ISO week of a peer; `room` is how many more interviews the weekly limit allows. */
interface Week {
  readonly time: Interval;
  readonly room: number;
}

/** One local day of a candidate; a taken day already holds an own session. */
interface Day {
  readonly time: Interval;
  readonly isTaken: boolean;
}

/** One open session to place; a loop round that wants two sessions has two equal sittings. */
export interface Sitting {
  readonly candidate: number;
  /** The loop round that the sitting belongs to. */
  readonly round: number;
  readonly minutes: number;
  readonly panelSize: number;
  /** Qualified peers without the candidate, ascending. */
  readonly interviewers: readonly number[];
  /** Allowed start instants: window, earliest start and target date in one. */
  readonly starts: Interval;
  /** Index in the candidate's days of the first day of the window; negative before the first listed day. */
  readonly firstDay: number;
  /** Urgency: 0 for the latest target date of the plan, one more for each earlier date. */
  readonly urgency: number;
}

/** How often an interviewer has interviewed a candidate. */
interface PairCount {
  readonly interviewer: number;
  readonly candidate: number;
  readonly count: number;
}

/** A sitting with its start (epoch milliseconds) and its panel, ascending. */
export interface Placement {
  readonly sitting: number;
  readonly start: number;
  readonly interviewers: readonly number[];
}

export const MINUTE = 60_000;
