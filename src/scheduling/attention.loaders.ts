import { publicId } from '../common/ids.js';
import type { Load, Loader, LoadContext } from '../common/loading.js';
import { dateIn, spoken, spokenInstant } from '../common/time.js';
import { memberById } from '../groups/groups.loaders.js';
import { roundById } from '../guides/guides.loaders.js';
import { personById } from '../people/people.loaders.js';
import { candidateById } from '../plans/plans.loaders.js';
import { eventSummary, type EventFacts } from '../sessions/history.rules.js';
import type { SessionEventKind } from '../sessions/session.rules.js';
import { readerOf, sessionById } from '../sessions/sessions.loaders.js';
import { attentionText, byUrgency, MOST_ITEMS, type Waiting } from './attention.rules.js';
import { waitingFor } from './attention.sql.js';

interface Change {
  /** Of a session that was booked, changed or cancelled. */
  kind?: SessionEventKind;
  facts?: EventFacts;
  summary?: string | null;
  reason?: string | null;
  /** Of an absence. */
  personId?: string;
  speakerId?: string;
  attendance?: 'NO_SHOW' | 'EXCUSED';
  decided?: boolean;
  /** Of feedback. */
  authorId?: string;
  isAmended?: boolean;
}

interface Found extends Omit<Waiting, 'session' | 'news'> {
  groupId: string;
  sessionId: string;
  /** The person as a member of that group. */
  memberId: string;
  changes: Change[];
}

export interface AttentionItemView extends Omit<Found, 'changes'> {
  id: string;
  text: string;
}

/** What waits for the viewer, the most urgent first; nothing for anybody else. */
export const attentionOfPerson: Loader<string, AttentionItemView[]> = {
  cacheKey: (personId) => personId,
  batch: (context, personIds) =>
    Promise.all(
      personIds.map(async (personId) => (personId === context.viewerId ? attentionOf(context, personId) : [])),
    ),
};

async function attentionOf({ db, now, load }: LoadContext, personId: string): Promise<AttentionItemView[]> {
  const found: Found[] = await db.query(waitingFor, [personId, now]);
  const { timeZone } = await load(personById, personId);
  const items = found
    .toSorted(byUrgency(now))
    .slice(0, MOST_ITEMS)
    .map(async ({ changes, ...item }) => {
      const session = await describe(load, item, timeZone);
      const news = await Promise.all(changes.map((change) => newsOf(load, item, change)));
      const due = item.dueAt === null ? '' : spokenInstant(item.dueAt, timeZone);
      const id = `${publicId('Session', { groupId: item.groupId, id: item.sessionId })}.${item.kind}`;
      return { ...item, id, text: attentionText({ ...item, session, news: [...new Set(news)] }, due, now) };
    });
  return Promise.all(items);
}

const nameOf = async (load: Load, groupId: string, memberId: string): Promise<string> => {
  const { personId } = await load(memberById, { groupId, id: memberId });
  return (await load(personById, personId)).displayName;
};

/** One change as a sentence for the person. */
async function newsOf(load: Load, { groupId, memberId }: Pick<Found, 'groupId' | 'memberId'>, change: Change) {
  if (change.kind !== undefined) {
    const facts = change.facts!;
    const summary = change.summary ?? eventSummary(change.kind, facts, await readerOf(load, { groupId, facts }));
    return change.reason ? `${summary} ${change.reason}` : summary;
  }
  if (change.authorId !== undefined) {
    const author = await nameOf(load, groupId, change.authorId);
    return change.isAmended ? `${author} amended a scorecard.` : `${author}'s scorecard is out.`;
  }
  const speaker = await nameOf(load, groupId, change.speakerId!);
  const isMe = change.personId === memberId;
  const isSelf = change.personId === change.speakerId;
  const person = isMe ? 'you' : isSelf ? 'they' : await nameOf(load, groupId, change.personId!);
  const did = change.attendance === 'NO_SHOW' ? 'did not come' : isMe || isSelf ? 'were excused' : 'was excused';
  return `${speaker} ${change.decided ? 'decided' : 'says'} that ${person} ${did}.`;
}

/** "Coding with Ana on 2 April", or "your Coding session on 2 April", on the person's own calendar. */
async function describe(
  load: Load,
  { groupId, sessionId, memberId }: Pick<Found, 'groupId' | 'sessionId' | 'memberId'>,
  timeZone: string,
): Promise<string> {
  const { roundId, candidateId, startsAt } = await load(sessionById, { groupId, id: sessionId });
  const day = spoken(dateIn(startsAt, timeZone));
  const { title } = await load(roundById, { groupId, id: roundId });
  const candidate = await load(candidateById, { groupId, id: candidateId });
  if (candidate.memberId === memberId) return `your ${title} session on ${day}`;
  return `${title} with ${await nameOf(load, groupId, candidate.memberId)} on ${day}`;
}
