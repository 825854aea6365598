import { betweenPortions } from '../common/portions.js';
import type { RequestState } from '../common/request-state.js';
import type { LocalDate } from '../common/time.js';
import { viewerOwes } from '../feedback/owed.state.js';
import { memberOf, nameOf, viewerMember } from '../groups/groups.state.js';
import type { GuideView } from '../guides/guide-view.js';
import { guideOf, guideView, roundOf } from '../guides/guides.state.js';
import type { Candidate } from '../plans/candidate.entity.js';
import type { LoopRound } from '../plans/loop-round.entity.js';
import type { Plan } from '../plans/plan.entity.js';
import { barAt, candidateOf, guideIdAt, loopAt, loopOf, planOf, sharingOf } from '../plans/plans.state.js';
import {
  shareOf,
  withheldBy,
  type ReadinessAccess,
  type ReadinessWithheld,
  type Share,
} from '../plans/sharing.rules.js';
import { competencyProfile, weakestCompetency } from './model/competencies.rules.js';
import { dateThatCounts, endOfDate, inGuide } from './evidence.rules.js';
import { whenDerived, type Derived } from './evidence.state.js';
import { judgementOf, type GroupPosterior } from './group-posterior.js';
import { selfAssessmentBias } from './model/self-assessment.rules.js';
import { viewLoop, type JudgedRound, type LoopReadinessView, type RoundReadinessView } from './view.rules.js';

/** The plan's side of a readiness: what to be ready for. */
interface PlanFacts {
  guideKey: string;
  guide: Pick<GuideView, 'grace' | 'tracks' | 'competencies' | 'rounds'>;
  bar: number;
}

/** The candidate's side: who, when, and which rounds. */
interface CandidateFacts {
  memberId: string;
  targetDate: LocalDate;
  trackKey: string;
  loop: readonly { roundKey: string; included: boolean; realInterviewOn: LocalDate | null }[];
}

/** A candidate's readiness as of an instant, as far as it is shared, from one posterior of the group. */
function viewReadiness(
  { guideKey, guide, bar }: PlanFacts,
  { memberId, targetDate, trackKey, loop }: CandidateFacts,
  group: GroupPosterior,
  nameOf: (memberId: string) => string,
  asOf: Date,
  share: Exclude<Share, 'NOTHING'>,
): LoopReadinessView {
  const rounds = includedRounds(guide, loop).map(({ round, realInterviewOn }) => {
    const isOver = [targetDate, realInterviewOn ?? targetDate].some((date) => date !== dateThatCounts(date, asOf));
    return { round, isOver, forDate: dateThatCounts(realInterviewOn ?? targetDate, asOf) };
  });
  const judgement = judgementOf(group, {
    ...{ candidateId: memberId, guideKey, bar, grace: guide.grace },
    rounds: rounds.map(({ round: { key, weight }, isOver, forDate }) => {
      return { key, weight, target: endOfDate(forDate), isOver };
    }),
  });
  const last = lastSessions(group, memberId, guideKey, nameOf);
  const judged = rounds.map(({ round, forDate }, n): JudgedRound => ({
    round,
    forDate,
    judgement: judgement.rounds[n]!,
    ...last(round.key),
  }));
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

/** When each round was last practised with feedback that counts, and its interviewer if there was only one. */
function lastSessions(group: GroupPosterior, memberId: string, guideKey: string, nameOf: (memberId: string) => string) {
  const own = group.cards.filter(({ candidate }) => candidate === memberId);
  return (roundKey: string): Pick<JudgedRound, 'lastSessionAt' | 'onlyInterviewer'> => {
    const cards = own.filter(({ round }) => round === inGuide(guideKey, roundKey));
    const [interviewer, ...others] = new Set(cards.map((card) => card.interviewer));
    const last = cards.at(-1);
    return {
      lastSessionAt: last ? new Date(last.at) : null,
      onlyInterviewer: interviewer && others.length === 0 ? nameOf(interviewer) : null,
    };
  };
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

/** A plan's side at an instant, null for the present. */
function planFacts(state: RequestState, plan: Plan, asOf: Date | null): PlanFacts {
  const { groupId } = plan;
  const ref = { groupId, id: asOf === null ? plan.guideId : guideIdAt(state, plan, asOf) };
  const bar = asOf === null ? plan.bar : barAt(state, plan, asOf);
  return { guideKey: guideOf(state, ref)!.key, guide: guideView(state, ref), bar };
}

/** A candidate's side at an instant, null for the present; the dates to be ready for are the present ones. */
function candidateFacts(state: RequestState, candidate: Candidate, asOf: Date | null): CandidateFacts {
  const { groupId, memberId, targetDate, trackKey } = candidate;
  const loopRounds = asOf === null ? loopOf(state, candidate) : loopAt(state, candidate, asOf);
  const loop = loopRounds.map(({ roundId, included, realInterviewOn }) => {
    const { key: roundKey } = roundOf(state, { groupId, id: roundId })!;
    return { roundKey, included, realInterviewOn };
  });
  return { memberId, targetDate, trackKey, loop };
}

/** What decides how much of a candidate's readiness the viewer sees; null for a stranger. */
function accessOf(state: RequestState, candidate: Candidate, asOf: Date | null): ReadinessAccess | null {
  const { groupId, memberId } = candidate;
  const viewer = viewerMember(state, groupId);
  if (viewer === null) return null;
  const { leftAt } = memberOf(state, { groupId, id: memberId })!;
  const isOwn = viewer.id === memberId;
  return {
    isOwn,
    isPresent: viewer.leftAt === null && leftAt === null,
    owesFeedback: !isOwn && viewerOwes(state, candidate),
    sharing: sharingOf(state, candidate),
    hasWithdrawn: candidate.withdrawnAt !== null,
    wantsPast: asOf !== null,
  };
}

/** Why a candidate's readiness is null for the viewer; null where it is not. */
export function readinessWithheld(
  state: RequestState,
  candidate: Candidate,
  asOf: Date | null,
): ReadinessWithheld | null {
  const access = accessOf(state, candidate, asOf);
  return access && withheldBy(access);
}

/**
 * A candidate's readiness as far as it is shared with the viewer, as of an instant, null for the present; null when nothing is. It
 * is a promise where the posterior has to be computed first.
 */
export function readinessOf(
  state: RequestState,
  candidate: Candidate,
  asOf: Date | null,
): LoopReadinessView | null | Promise<LoopReadinessView> {
  const access = accessOf(state, candidate, asOf);
  const share = access ? shareOf(access) : 'NOTHING';
  if (share === 'NOTHING') return null;
  return whenDerived(state, candidate.groupId, asOf, (derived) => viewIn(derived, state, candidate, asOf, share));
}

/** A readiness stays the same until something changes, except for its instant. */
function viewIn(
  { posterior, views }: Derived,
  state: RequestState,
  candidate: Candidate,
  asOf: Date | null,
  share: Exclude<Share, 'NOTHING'>,
): LoopReadinessView {
  const { groupId, planId } = candidate;
  const instant = asOf ?? state.now;
  const key = `${candidate.id} ${share}`;
  let view = views.get(key);
  if (!view) {
    const plan = planFacts(state, planOf(state, { groupId, id: planId })!, asOf);
    const name = (id: string) => nameOf(state, { groupId, id });
    view = viewReadiness(plan, candidateFacts(state, candidate, asOf), posterior, name, instant, share);
    views.set(key, view);
  }
  return { ...view, asOf: instant };
}

/** Whether a candidate's readiness of now was computed before, for some share. */
export const isComputed = ({ views }: Derived, { id }: Candidate): boolean =>
  ['OWN', 'FULL', 'LEVEL'].some((share) => views.has(`${id} ${share}`));

/** The readiness of one round of a loop. */
export function readinessOfRound(
  state: RequestState,
  { groupId, candidateId, roundId }: LoopRound,
  asOf: Date | null,
): RoundReadinessView | null | Promise<RoundReadinessView | null> {
  // The plan may have had another edition then: rounds are matched by key.
  const { key } = roundOf(state, { groupId, id: roundId })!;
  const inLoop = (loop: LoopReadinessView | null) => loop?.rounds.find(({ round }) => round.key === key) ?? null;
  const readiness = readinessOf(state, candidateOf(state, { groupId, id: candidateId })!, asOf);
  return readiness instanceof Promise ? readiness.then(inLoop) : inLoop(readiness);
}

/** The same at several instants; for the candidate alone. */
export async function readinessHistory(
  state: RequestState,
  candidate: Candidate,
  moments: readonly Date[],
): Promise<LoopReadinessView[]> {
  const points: LoopReadinessView[] = [];
  for (const asOf of moments) {
    await betweenPortions();
    const point = await readinessOf(state, candidate, asOf);
    if (point) points.push(point);
  }
  return points;
}
