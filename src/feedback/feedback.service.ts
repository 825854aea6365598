import { Inject, Injectable } from '@nestjs/common';
import { DataSource, IsNull, Not, type EntityManager } from 'typeorm';
import type { Actor, RequestContext } from '../common/context.js';
import { DomainError, invalidState, refuse } from '../common/errors.js';
import { newId, type Ref } from '../common/ids.js';
import { readNode } from '../common/nodes.js';
import type { RequestState } from '../common/request-state.js';
import { inTransaction } from '../common/transaction.js';
import { viewerMember } from '../groups/groups.state.js';
import type { Member } from '../groups/member.entity.js';
import type { Assignment } from '../sessions/assignment.entity.js';
import { sessionFor, type SessionCase } from '../sessions/sessions.access.js';
import { isInterviewer, isPresentAt } from '../sessions/session.rules.js';
import { ScorecardStatus, type AmendScorecardInput, type ScorecardInput } from './feedback.graphql.js';
import type { ScorecardView } from './feedback.state.js';
import { assertBegun, assertHeld, isOut } from './session-asserts.js';
import { Rating } from './rating.entity.js';
import { criteriaOf, ratingOf } from './ratings.js';
import { settleFeedback, settleVerdicts } from './release.js';
import { ScorecardDraft } from './scorecard-draft.entity.js';
import { ScorecardVersion } from './scorecard-version.entity.js';
import { Scorecard } from './scorecard.entity.js';
import { amended, amendmentProblems, MOST_AMENDMENTS } from './amendment.rules.js';
import { completed, draftProblems, submissionProblems, type ScorecardContents } from './scorecard.rules.js';

/** Scorecards: writing and submitting. Who reads them is decided in `feedback.state.ts`. */
@Injectable()
export class FeedbackService {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  /** Keeps what an interviewer has written so far; nobody else sees it. */
  saveScorecard(actor: Actor, input: ScorecardInput): Promise<Scorecard> {
    return inTransaction(this.db, async (tx) => {
      const found = await sessionFor(tx, actor, input.sessionId, 'score');
      const { session, panel, now } = found;
      assertBegun(session, now);
      const card = await cardOf(tx, found, now);
      const newest = await newestVersion(tx, card);
      const contents = await contentsOf(tx, card, newest, input);
      refuse(draftProblems(contents, await criteriaOf(tx, session)));
      if (newest > 0) {
        if (isOut(session, panel, now)) throw locked();
        const message = 'You have submitted this scorecard. Submit it again with your changes.';
        throw invalidState('SUBMITTED', message);
      }
      await tx.save(
        tx.create(ScorecardDraft, { ...keyOf(card), ...contents, ratings: [...contents.ratings], savedAt: now }),
      );
      return card;
    });
  }

  /** Submits a scorecard. It can be submitted again until others may read it. The last scorecard that is owed releases the feedback. */
  submitScorecard(actor: Actor, input: ScorecardInput): Promise<Scorecard> {
    return inTransaction(this.db, async (tx) => {
      const found = await sessionFor(tx, actor, input.sessionId, 'score');
      const { session, panel, viewer, now } = found;
      assertOwing(found, now);
      const card = await cardOf(tx, found, now);
      const newest = await newestVersion(tx, card);
      const contents = await contentsOf(tx, card, newest, input);
      refuse(submissionProblems(contents, await criteriaOf(tx, session)));
      if (newest > 0 && isOut(session, panel, now)) throw locked();
      await addVersion(tx, card, newest + 1, contents, now);
      await tx.delete(ScorecardDraft, keyOf(card));
      const isFirst = newest === 0 && panel.some((seat) => seat.memberId === viewer.id && isInterviewer(seat));
      await settleFeedback(tx, found, now, isFirst);
      return card;
    });
  }

  /** Corrects what others have read: the next version says why, and the earlier one stays readable. */
  async amendScorecard(
    request: RequestContext,
    { scorecardId, reason, ratings, ...rest }: AmendScorecardInput,
  ): Promise<Scorecard> {
    const actor = request.signedIn;
    await request.renew([scorecardId.groupId]);
    assertOwnCard(request.state, scorecardId);
    return inTransaction(this.db, async (tx) => {
      const card = await tx.findOneByOrFail(Scorecard, { groupId: scorecardId.groupId, id: scorecardId.id });
      const where = { groupId: card.groupId, id: card.sessionId };
      const found = await sessionFor(tx, actor, where, 'amend', 'scorecard');
      const { session, panel, viewer, now } = found;
      assertWasThere(panel, viewer, now);
      if (!isOut(session, panel, now)) {
        const message = 'Nobody else can read this scorecard yet. To change it, submit it again.';
        throw invalidState('AWAITING_FEEDBACK', message);
      }
      await assertAmendable(tx, card);
      const before = await newestContents(tx, card);
      const contents = amended(before.contents, { ...rest, ratings: ratings?.map(ratingOf) });
      refuse(amendmentProblems(before.contents, contents, await criteriaOf(tx, session)));
      await addVersion(tx, card, before.number + 1, contents, now, reason);
      await settleVerdicts(tx, found);
      return card;
    });
  }
}

/** Completes an input: fields that it leaves out come from the draft, or else from the last submission. */
async function contentsOf(tx: EntityManager, card: Scorecard, newest: number, { ratings, ...given }: ScorecardInput) {
  const draft = await tx.findOneBy(ScorecardDraft, keyOf(card));
  const before = draft ?? (newest > 0 ? (await newestContents(tx, card)).contents : null);
  return completed({ ...given, ratings: ratings?.map(ratingOf) }, before);
}

const locked = () =>
  new DomainError(
    'SCORECARD_LOCKED',
    'Others can already read this scorecard, so it cannot be replaced. Amend it with a reason (amendScorecard).',
  );

const keyOf = ({ groupId, id: scorecardId }: Scorecard) => ({ groupId, scorecardId });

/** A scorecard can be submitted once the session is over, if it took place and the interviewer was there. */
function assertOwing({ session, panel, viewer }: SessionCase, now: Date): void {
  assertHeld(session, panel, now, 'Save a draft now, and submit');
  assertWasThere(panel, viewer, now);
}

function assertWasThere(panel: readonly Assignment[], viewer: Member, now: Date): void {
  const seat = panel.find(({ memberId }) => memberId === viewer.id)!;
  if (isPresentAt(seat, now)) return;
  const message = 'You count as absent. If you were there, ask another participant to say so (recordAttendance).';
  throw invalidState('ABSENT', message);
}

/** The author's one scorecard of a session, made when it is first written. The session's row is held. */
async function cardOf(tx: EntityManager, { session, viewer }: SessionCase, now: Date): Promise<Scorecard> {
  const { groupId, id: sessionId } = session;
  const found = await tx.findOneBy(Scorecard, { groupId, sessionId, authorId: viewer.id });
  if (found) return found;
  const card = tx.create(Scorecard, { groupId, id: newId(), sessionId, authorId: viewer.id, createdAt: now });
  await tx.insert(Scorecard, card);
  return card;
}

const newestVersion = async (tx: EntityManager, card: Scorecard): Promise<number> =>
  (await tx.maximum(ScorecardVersion, 'number', keyOf(card))) ?? 0;

async function addVersion(
  tx: EntityManager,
  card: Scorecard,
  number: number,
  contents: ScorecardContents,
  now: Date,
  reason: string | null = null,
) {
  const { groupId } = card;
  const { ratings, recommendation, strengths, growthAreas } = contents;
  const version = {
    ...keyOf(card),
    id: newId(),
    number,
    submittedAt: now,
    recommendation: recommendation!,
    strengths,
    growthAreas,
    reason,
  };
  await tx.insert(ScorecardVersion, version);
  if (ratings.length > 0)
    await tx.insert(
      Rating,
      ratings.map((rating) => ({ groupId, versionId: version.id, ...rating })),
    );
}

/** A submitted scorecard of the viewer's own: FORBIDDEN to others who may read it; for everybody else it does not exist. */
function assertOwnCard(state: RequestState, ref: Ref): void {
  const card = readNode<ScorecardView>(state, 'Scorecard', ref);
  if (card.authorId !== viewerMember(state, card.groupId)!.id)
    throw new DomainError('FORBIDDEN', 'Only the author can amend a scorecard. Ask the author.');
  if (card.status === ScorecardStatus.DRAFT) throw invalidState('DRAFT', 'This scorecard is a draft. Submit it.');
}

async function assertAmendable(tx: EntityManager, card: Scorecard): Promise<void> {
  const amendments = await tx.countBy(ScorecardVersion, { ...keyOf(card), reason: Not(IsNull()) });
  if (amendments < MOST_AMENDMENTS) return;
  const message = `A scorecard can be amended at most ${MOST_AMENDMENTS} times. Tell the candidate what else has changed.`;
  throw new DomainError('LIMIT_REACHED', message);
}

/** The newest version. */
async function newestContents(
  tx: EntityManager,
  card: Scorecard,
): Promise<{ number: number; contents: ScorecardContents }> {
  const { groupId } = card;
  const version = await tx.findOneOrFail(ScorecardVersion, { where: keyOf(card), order: { number: 'DESC' } });
  const ratings = await tx.findBy(Rating, { groupId, versionId: version.id });
  const { number, recommendation, strengths, growthAreas } = version;
  return { number, contents: { ratings: ratings.map(ratingOf), recommendation, strengths, growthAreas } };
}
