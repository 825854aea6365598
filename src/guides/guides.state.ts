import { groupBy } from '../common/grouping.js';
import { defineSlice } from '../common/group-state.js';
import type { Ref } from '../common/ids.js';
import { pageOf, type Page, type PageRequest } from '../common/pages.js';
import { byId, type RequestState } from '../common/request-state.js';
import { presentViewer } from '../groups/groups.state.js';
import type { Difficulty, RoundKind } from './guide-document.js';
import { viewGuide, type GuideView, type RoundView } from './guide-view.js';
import { Guide } from './guide.entity.js';
import { Question } from './question.entity.js';
import { Round } from './round.entity.js';

/** The guides that a group has imported, with their rounds and questions. */
const guides = defineSlice('guides', async (rows) => {
  const all = await rows.of(Guide, 'key, edition desc');
  const rounds = groupBy(await rows.of(Round, 'guide_id, position'), ({ guideId }) => guideId);
  const questions = await rows.of(Question);
  const views = new Map(all.map((guide) => [guide.id, viewGuide(guide, rounds.get(guide.id) ?? [])]));
  return {
    all,
    guideById: byId(all),
    views,
    roundById: byId([...views.values()].flatMap((view) => view.rounds)),
    questionById: byId(questions),
    questionsOfGuide: groupBy(questions, ({ guideId }) => guideId),
  };
});

export const guideOf = (state: RequestState, { groupId, id }: Ref): Guide | undefined =>
  state.of(guides, groupId).guideById.get(id);

/** A guide with everything that it refers to. */
export const guideView = (state: RequestState, { groupId, id }: Ref): GuideView =>
  state.of(guides, groupId).views.get(id)!;

/** A round as its guide shows it. */
export const roundOf = (state: RequestState, { groupId, id }: Ref): RoundView | undefined =>
  state.of(guides, groupId).roundById.get(id);

export const questionOf = (state: RequestState, { groupId, id }: Ref): Question | undefined =>
  state.of(guides, groupId).questionById.get(id);

/** Every guide of a group, without asking who looks. */
export const everyGuide = (state: RequestState, groupId: string): readonly Guide[] => state.of(guides, groupId).all;

/** A group's guides by key, newest edition first; for its members. */
export const guidesOfGroup = (state: RequestState, groupId: string): Guide[] =>
  presentViewer(state, groupId) ? state.of(guides, groupId).all : [];

export interface QuestionFilter {
  topicKey: string | null;
  kind: RoundKind | null;
  difficulty: Difficulty | null;
}

/** A page of a guide's questions, in the guide's order; for members. */
export function questionsOfGuide(
  state: RequestState,
  { groupId, id }: Guide,
  { topicKey, kind, difficulty }: QuestionFilter,
  request: PageRequest,
): Page<Question> {
  const all = presentViewer(state, groupId) ? (state.of(guides, groupId).questionsOfGuide.get(id) ?? []) : [];
  const matching = all.filter(
    (question) =>
      question.retiredAt === null &&
      (topicKey === null || question.topicKey === topicKey) &&
      (kind === null || question.kinds.includes(kind)) &&
      (difficulty === null || question.difficulty === difficulty),
  );
  return pageOf(matching, request, (question) => [question.id]);
}
