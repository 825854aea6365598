import { KitNews } from '../questions/kit.rules.js';

/** What may need a person's attention. */
export enum AttentionKind {
  SCORECARD_OWED = 'SCORECARD_OWED',
  SESSION_BOOKED = 'SESSION_BOOKED',
  SESSION_CHANGED = 'SESSION_CHANGED',
  SESSION_CANCELLED = 'SESSION_CANCELLED',
  FEEDBACK_OUT = 'FEEDBACK_OUT',
  MARKED_ABSENT = 'MARKED_ABSENT',
  SELF_ASSESSMENT_OPEN = 'SELF_ASSESSMENT_OPEN',
  KIT_TO_OPEN = 'KIT_TO_OPEN',
  SWAP_TO_ANSWER = 'SWAP_TO_ANSWER',
  HOURS_MISSING = 'HOURS_MISSING',
}

export type WaitingKind = `${AttentionKind}`;

/** An attention item, with what its sentences need. */
export interface Waiting {
  kind: WaitingKind;
  /** What it is about: "Coding with Ana on 2 April", "your Coding session on 2 April", or the name of the group. */
  subject: string;
  since: Date;
  dueAt: Date | null;
  /** Everything that happened since the reader last said that they had seen it, each in a sentence. */
  news: readonly string[];
  /** Of a kit to open: what happened to it. */
  kit?: KitNews;
}

type Urgency = Pick<Waiting, 'kind' | 'dueAt' | 'since'>;

/** The most items in one answer. The rest are less urgent. */
export const MOST_ITEMS = 100;

/** Overdue scorecards come first, then absences that were stated, and missing hours last; within each what is due soonest. */
export const byUrgency =
  (now: Date) =>
  (a: Urgency, b: Urgency): number => {
    const rank = ({ kind, dueAt }: Urgency) => {
      if (kind === 'SCORECARD_OWED' && dueAt !== null && dueAt < now) return 0;
      if (kind === 'MARKED_ABSENT') return 1;
      return kind === 'HOURS_MISSING' ? 3 : 2;
    };
    const due = ({ dueAt }: Urgency) => dueAt?.getTime() ?? Infinity;
    const order = rank(a) - rank(b);
    if (order !== 0) return order;
    return due(a) === due(b) ? a.since.getTime() - b.since.getTime() : due(a) - due(b);
  };

/** An attention item as sentences, with what to do about it. `due` is the due time as the person's clock shows it. */
export function attentionText({ kind, subject, dueAt, news, kit }: Waiting, due: string, now: Date): string {
  const said = news.join(' ');
  switch (kind) {
    case 'SCORECARD_OWED':
      return dueAt !== null && dueAt < now
        ? `Your scorecard for ${subject} has been overdue since ${due}. Submit it now.`
        : `Your scorecard for ${subject} is due by ${due}. Submit it while you remember.`;
    case 'SELF_ASSESSMENT_OPEN':
      return `Assess yourself in ${subject} before the feedback comes out${dueAt !== null && dueAt < now ? '' : `, by ${due} at the latest`}.`;
    case 'SESSION_BOOKED':
      return `You were booked for ${subject}. It starts on ${due}. Cancel it if you cannot come.`;
    case 'SESSION_CHANGED':
      return `News about ${subject}: ${said}`;
    case 'SESSION_CANCELLED':
      return `${capitalized(subject)} was cancelled. ${said}`.trim();
    case 'FEEDBACK_OUT':
      return `New feedback for ${subject}: ${said}`;
    case 'MARKED_ABSENT':
      return `About ${subject}: ${said} If that is wrong, say who came (recordAttendance).`;
    case 'KIT_TO_OPEN':
      return kit === KitNews.EMPTY
        ? `${kitNewsText[kit]} Compose the set for ${subject} again before ${due} (composeQuestionSet).`
        : `${kitNewsText[kit!]} Open the kit for ${subject} before ${due} (openKit).`;
    case 'SWAP_TO_ANSWER':
      return `${said} Answer by ${due}.`;
    case 'HOURS_MISSING':
      return `You have not stated your hours in ${subject}, so no schedule includes you. State them (setAvailability).`;
  }
}

/** A swap that waits for an answer: what is offered, for what, and by whom. */
interface SwapFacts {
  name: string;
  give: string;
  /** Null for a request for cover. */
  take: string | null;
  /** Whether the reader is asked by name. */
  isNamed: boolean;
  reason: string;
}

/** What happened to a kit, but never why. */
const kitNewsText: Record<KitNews, string> = {
  NEW: 'The questions were chosen.',
  CHANGED: 'A question was replaced or taken out.',
  OUT_OF_DATE: 'A question can no longer be asked, so opening the kit replaces it.',
  EMPTY: 'No question is left in the set.',
};

/** What is asked for, why, and how to answer. */
export function swapNews({ name, give, take, isNamed, reason }: SwapFacts): string {
  const asked = isNamed ? 'asks you' : 'asks any qualified member';
  const what =
    take === null
      ? `${name} ${asked} to cover ${give}`
      : `${name} offers you their seat in ${give} for yours in ${take}`;
  const how = isNamed ? 'Accept or decline it (acceptSwap, declineSwap).' : 'Accept it if you can (acceptSwap).';
  return `${what}: "${reason}" ${how}`;
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
