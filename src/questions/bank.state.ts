import { parseId } from '../common/ids.js';
import { pageOf, type Page, type PageRequest } from '../common/pages.js';
import type { RequestState } from '../common/request-state.js';
import { presentViewer } from '../groups/groups.state.js';
import type { Difficulty, RoundKind } from '../guides/guide-document.js';
import type { Guide } from '../guides/guide.entity.js';
import type { Question } from '../guides/question.entity.js';
import { candidateOf } from '../plans/plans.state.js';
import { bankOf, freshFilter } from './supply.state.js';

interface QuestionFilter {
  topicKey: string | null;
  kind: RoundKind | null;
  difficulty: Difficulty | null;
  /** The public id of a candidate. */
  freshFor: string | null;
}

/** A page of a guide's questions, in the guide's order; for members. */
export function bankPage(
  state: RequestState,
  guide: Guide,
  { topicKey, kind, difficulty, freshFor }: QuestionFilter,
  request: PageRequest,
): Page<Question> {
  const { groupId, id } = guide;
  const isFresh = freshFor === null ? () => true : freshnessFor(state, guide, freshFor);
  const all = presentViewer(state, groupId) && isFresh ? bankOf(state, groupId, id) : [];
  const matching = all.filter(
    (question) =>
      question.retiredAt === null &&
      (topicKey === null || question.topicKey === topicKey) &&
      (kind === null || question.kinds.includes(kind)) &&
      (difficulty === null || question.difficulty === difficulty) &&
      isFresh!(question),
  );
  return pageOf(matching, request, (question) => [question.id]);
}

function freshnessFor(state: RequestState, guide: Guide, candidateId: string) {
  const ref = parseId('Candidate', candidateId);
  const candidate = ref?.groupId === guide.groupId ? candidateOf(state, ref) : undefined;
  return candidate ? freshFilter(state, candidate, guide) : null;
}
