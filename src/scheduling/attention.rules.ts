/** What may wait for somebody. */
export enum AttentionKind {
  SCORECARD_OWED = 'SCORECARD_OWED',
  KIT_TO_OPEN = 'KIT_TO_OPEN',
  SWAP_TO_ANSWER = 'SWAP_TO_ANSWER',
  SESSION_CHANGED = 'SESSION_CHANGED',
  SELF_ASSESSMENT_OPEN = 'SELF_ASSESSMENT_OPEN',
  HOURS_MISSING = 'HOURS_MISSING',
}

/** Something that waits, with what its sentence needs. */
export interface Waiting {
  kind: 'SCORECARD_OWED' | 'SELF_ASSESSMENT_OPEN' | 'SESSION_CHANGED';
  /** The round, whose session it is, and its day: "Coding with Ana on 2 April", "your Coding session on 2 April". */
  session: string;
  since: Date;
  dueAt: Date;
  /** What happened, for a session that changed. */
  summary: string | null;
}

/** The most urgent first: what is due soonest, or has been for longest. */
export const byUrgency = (a: Pick<Waiting, 'dueAt' | 'since'>, b: Pick<Waiting, 'dueAt' | 'since'>): number =>
  a.dueAt.getTime() - b.dueAt.getTime() || a.since.getTime() - b.since.getTime();

/** What waits, as a sentence that says what to do. `due` is the due time as the person's clock shows it. */
export function attentionText({ kind, session, dueAt, summary }: Waiting, due: string, now: Date): string {
  switch (kind) {
    case 'SCORECARD_OWED':
      return dueAt < now
        ? `Your scorecard for ${session} has been overdue since ${due}. Submit it now.`
        : `Your scorecard for ${session} is due by ${due}. Submit it while you remember.`;
    case 'SELF_ASSESSMENT_OPEN':
      return `Judge yourself in ${session} before the feedback comes out${dueAt < now ? '' : `, by ${due} at the latest`}.`;
    case 'SESSION_CHANGED':
      return `There is news of ${session}: ${summary} Open it to see.`;
  }
}
