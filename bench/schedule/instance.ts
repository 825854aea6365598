/** An instance file of `bench:schedule`. The type has no `best_known`, so that the solver never sees it. */
export interface Instance {
  readonly id: string;
  readonly grid_minutes: number;
  readonly buffer_minutes: number;
  readonly not_before: string;
  /** Read by the checker alone. */
  readonly rules?: { readonly max_own_per_local_day: number };
  readonly horizon: { readonly from: string; readonly to: string };
  readonly peers: readonly InstancePeer[];
  readonly loops: readonly InstanceLoop[];
  readonly confirmed?: readonly InstanceSession[];
  readonly pair_history?: readonly { interviewer: string; candidate: string; count: number }[];
}

export interface InstancePeer {
  readonly id: string;
  readonly zone: string;
  readonly weekly: readonly (ClockWindow & { readonly dow: number })[];
  readonly exceptions?: readonly {
    readonly date: string;
    readonly closed?: boolean;
    readonly windows?: readonly ClockWindow[];
  }[];
  readonly qualified: readonly string[];
  readonly max_interviews_per_week: number;
  readonly credit?: number;
}

/** Wall times `HH:MM`; a window whose end is not after its start runs past midnight. */
export interface ClockWindow {
  readonly start: string;
  readonly end: string;
}

export interface InstanceLoop {
  readonly candidate: string;
  readonly target_date: string;
  readonly rounds: readonly InstanceRound[];
}

export interface InstanceRound {
  readonly id: string;
  readonly type: string;
  readonly duration_min: number;
  readonly interviewers: number;
  readonly from: string;
  readonly to: string;
}

export interface InstanceSession {
  readonly round: string;
  readonly status: string;
  readonly start: string;
  readonly interviewers: readonly string[];
}

/** What the checker reads. */
export interface Schedule {
  readonly sessions: readonly {
    readonly round: string;
    readonly start: string;
    readonly interviewers: readonly string[];
    readonly shadow: null;
    readonly question: null;
  }[];
  readonly unplaced: readonly { readonly round: string; readonly reason: string }[];
}
