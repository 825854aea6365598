import { setImmediate as breathe } from 'node:timers/promises';
import type { Ref } from '../common/ids.js';
import type { Load, LoadContext, Loader } from '../common/loading.js';
import type { LocalDate } from '../common/time.js';
import { viewerOwes } from '../feedback/owed.loaders.js';
import { memberById, viewerMembership } from '../groups/groups.loaders.js';
import type { GuideView } from '../guides/guide-view.js';
import { guideById, guideView, roundById } from '../guides/guides.loaders.js';
import {
  barAt,
  candidateById,
  guideIdAt,
  loopAt,
  loopOfCandidate,
  planById,
  sharingOfCandidate,
} from '../plans/plans.loaders.js';
import { shareOf, withheldBy, type Look, type ReadinessWithheld, type Share } from '../plans/sharing.rules.js';
import { competencyProfile, weakestCompetency } from './competencies.rules.js';
import { dateThatCounts, endOfDate, inGuide } from './evidence.rules.js';
import { groupEvidence, type GroupEvidence } from './evidence.loaders.js';
import { groupPosterior, judgementOf, type GroupPosterior } from './group-posterior.js';
import { selfAssessmentBias } from './self-assessment.rules.js';
import { viewLoop, type JudgedRound, type LoopReadinessView } from './view.rules.js';

/** A readiness is asked for as of an instant; null is now. */
export interface ReadinessKey {
  candidate: Ref;
  asOf: Date | null;
}

/** The plan's side of a readiness: what to be ready for. */
export interface PlanFacts {
  guideKey: string;
  guide: Pick<GuideView, 'grace' | 'tracks' | 'competencies' | 'rounds'>;
  bar: number;
}

/** The candidate's side: who, when, and which rounds. */
export interface CandidateFacts {
  memberId: string;
  targetDate: LocalDate;
  trackKey: string;
  loop: readonly { roundKey: string; included: boolean; realInterviewOn: LocalDate | null }[];
}

/** A candidate's readiness as of an instant, as far as it is shared, from one posterior of the group. */
export function viewReadiness(
  { guideKey, guide, bar }: PlanFacts,
  { memberId, targetDate, trackKey, loop }: CandidateFacts,
  { evidence, group }: GroupAsOf,
  asOf: Date,
  share: Exclude<Share, 'NOTHING'>,
): LoopReadinessView {
  const rounds = includedRounds(guide, loop).map(({ round, realInterviewOn }) => {
    const isOver = [targetDate, realInterviewOn ?? targetDate].some((date) => date !== dateThatCounts(date, asOf));
    return { round, isOver, forDate: dateThatCounts(realInterviewOn ?? targetDate, asOf) };
  });
  const judgement = judgementOf(group, {
    candidateId: memberId,
    guideKey,
    bar,
    grace: guide.grace,
    rounds: rounds.map(({ round, isOver, forDate }) => ({
      key: round.key,
      weight: round.weight,
      target: endOfDate(forDate),
      isOver,
    })),
  });
  const own = group.cards.filter(({ candidate }) => candidate === memberId);
  const judged = rounds.map(({ round, forDate }, n): JudgedRound => {
    const here = own.filter((card) => card.round === inGuide(guideKey, round.key));
    const [interviewer, ...others] = new Set(here.map((card) => card.interviewer));
    const onlyInterviewer = interviewer && others.length === 0 ? evidence.names.get(interviewer)! : null;
    const last = here.at(-1);
    const lastSessionAt = last ? new Date(last.at) : null;
    return { round, forDate, judgement: judgement.rounds[n]!, lastSessionAt, onlyInterviewer };
  });
  // The track of today may be missing in an edition of the past.
  const emphasis = guide.tracks.find(({ key }) => key === trackKey)?.emphasis ?? [];
  return viewLoop({
    judgement,
    rounds: judged,
    bar,
    asOf,
    share,
    forDate: dateThatCounts(targetDate, asOf),
    emphasis: new Map(emphasis.map(({ topic, weight }) => [topic.key, weight])),
    weakestCompetency: share === 'OWN' ? weakestOf(group, memberId, guideKey, guide) : null,
    selfAssessmentBias: share === 'OWN' ? biasOf(group, memberId, guideKey) : null,
  });
}

/** The rounds of the edition that the loop includes, in the order of the guide. */
const includedRounds = (guide: PlanFacts['guide'], loop: CandidateFacts['loop']) =>
  guide.rounds.flatMap((round) => {
    const found = loop.find(({ roundKey }) => roundKey === round.key);
    return found?.included ? [{ round, realInterviewOn: found.realInterviewOn }] : [];
  });

function weakestOf({ cards, now }: GroupPosterior, memberId: string, guideKey: string, guide: PlanFacts['guide']) {
  const ofGuide = cards.filter(({ round }) => round.startsWith(inGuide(guideKey, '')));
  const profile = competencyProfile(ofGuide, memberId, now);
  // Sessions of an earlier edition may have been graded in competencies that this one does not have.
  const here = new Map(guide.competencies.map((competency) => [inGuide(guideKey, competency.key), competency]));
  const weakest = weakestCompetency(new Map([...profile].filter(([key]) => here.has(key))));
  return weakest === null ? null : here.get(weakest)!;
}

const biasOf = ({ known }: GroupPosterior, memberId: string, guide: string) =>
  selfAssessmentBias(known.filter(({ candidateId, guideKey }) => candidateId === memberId && guideKey === guide));

/** What is known of a group as of an instant, and its posterior. */
export interface GroupAsOf {
  evidence: GroupEvidence;
  group: GroupPosterior;
}

export const groupAsOf: Loader<{ groupId: string; asOf: Date }, GroupAsOf> = {
  cacheKey: ({ groupId, asOf }) => `${groupId} ${asOf.getTime()}`,
  batch: ({ load }, keys) =>
    Promise.all(
      keys.map(async ({ groupId, asOf }) => {
        const evidence = await load(groupEvidence, { groupId, year: asOf.getUTCFullYear() });
        return { evidence, group: groupPosterior(groupId, evidence.wordings, asOf) };
      }),
    ),
};

/** A plan's side at an instant, null for the present. */
async function planFacts(load: Load, ref: Ref, asOf: Date | null): Promise<PlanFacts> {
  const plan = await load(planById, ref);
  const { groupId } = plan;
  const guideId = asOf === null ? plan.guideId : await guideIdAt(load, plan, asOf);
  const [{ key: guideKey }, guide, bar] = await Promise.all([
    load(guideById, { groupId, id: guideId }),
    load(guideView, { groupId, id: guideId }),
    asOf === null ? plan.bar : barAt(load, plan, asOf),
  ]);
  return { guideKey, guide, bar };
}

/** A candidate's side at an instant, null for the present; the dates to be ready for are the present ones. */
async function candidateFacts(load: Load, ref: Ref, asOf: Date | null): Promise<CandidateFacts & { plan: Ref }> {
  const { groupId, planId, memberId, targetDate, trackKey } = await load(candidateById, ref);
  const loopRounds = asOf === null ? await load(loopOfCandidate, ref) : await loopAt(load, ref, asOf);
  const loop = loopRounds.map(async ({ roundId, included, realInterviewOn }) => {
    const { key: roundKey } = await load(roundById, { groupId, id: roundId });
    return { roundKey, included, realInterviewOn };
  });
  return { plan: { groupId, id: planId }, memberId, targetDate, trackKey, loop: await Promise.all(loop) };
}

/** All that a readiness is made of; null when nothing of it is shared with the viewer. */
async function questionOf({ load, now }: LoadContext, key: ReadinessKey) {
  const look = await load(lookOfViewer, key);
  const share = look ? shareOf(look) : 'NOTHING';
  if (share === 'NOTHING') return null;
  const asOf = key.asOf ?? now;
  const candidate = await candidateFacts(load, key.candidate, key.asOf);
  const [plan, group] = await Promise.all([
    planFacts(load, candidate.plan, key.asOf),
    load(groupAsOf, { groupId: key.candidate.groupId, asOf }),
  ]);
  return { plan, candidate, group, asOf, share };
}

/** How the viewer stands to a candidate's readiness; null for a stranger. */
const lookOfViewer: Loader<ReadinessKey, Look | null> = {
  cacheKey: ({ candidate, asOf }) => `${candidate.id} ${asOf?.getTime()}`,
  batch: ({ load }, keys) =>
    Promise.all(
      keys.map(async ({ candidate: ref, asOf }) => {
        const viewer = await load(viewerMembership, ref.groupId);
        const candidate = await load(candidateById, ref);
        if (viewer === null) return null;
        const { leftAt } = await load(memberById, { groupId: ref.groupId, id: candidate.memberId });
        const isOwn = viewer.id === candidate.memberId;
        return {
          isOwn,
          isPresent: viewer.leftAt === null && leftAt === null,
          owesFeedback: !isOwn && (await load(viewerOwes, ref)),
          sharing: await load(sharingOfCandidate, candidate),
          hasWithdrawn: candidate.withdrawnAt !== null,
          wantsPast: asOf !== null,
        };
      }),
    ),
};

/** Why a candidate's readiness is null for the viewer; null where it is not. */
export const readinessWithheld: Loader<ReadinessKey, ReadinessWithheld | null> = {
  cacheKey: lookOfViewer.cacheKey,
  batch: ({ load }, keys) =>
    Promise.all(
      keys.map(async (key) => {
        const look = await load(lookOfViewer, key);
        return look && withheldBy(look);
      }),
    ),
};

/** A candidate's readiness as far as it is shared with the viewer; null when nothing is. */
export const readinessOfCandidate: Loader<ReadinessKey, LoopReadinessView | null> = {
  cacheKey: lookOfViewer.cacheKey,
  async batch(context, keys) {
    const questions = await Promise.all(keys.map((key) => questionOf(context, key)));
    const views: (LoopReadinessView | null)[] = [];
    for (const question of questions) {
      if (question === null) views.push(null);
      else {
        const { plan, candidate, group, asOf, share } = question;
        views.push(viewReadiness(plan, candidate, group, asOf, share));
        // A group of sixty takes a while the first time: others are served in between.
        await breathe();
      }
    }
    return views;
  },
};

/** The same at several instants; for the candidate alone. */
export const readinessHistory: Loader<{ candidate: Ref; moments: readonly Date[] }, LoopReadinessView[]> = {
  cacheKey: ({ candidate, moments }) => `${candidate.id} ${moments.map(Number).join(' ')}`,
  batch: (context, keys) => Promise.all(keys.map(({ candidate, moments }) => historyOf(context, candidate, moments))),
};

async function historyOf(
  { load }: LoadContext,
  candidate: Ref,
  moments: readonly Date[],
): Promise<LoopReadinessView[]> {
  const points: LoopReadinessView[] = [];
  for (const asOf of moments) {
    const point = await load(readinessOfCandidate, { candidate, asOf });
    if (point) points.push(point);
  }
  return points;
}
