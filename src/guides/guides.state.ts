import { groupBy } from '../common/grouping.js';
import { defineSlice } from '../common/group-state.js';
import type { Ref } from '../common/ids.js';
import { byId, type RequestState } from '../common/request-state.js';
import { presentViewer } from '../groups/groups.state.js';
import { viewGuide, type GuideView, type RoundView } from './guide-view.js';
import { Guide } from './guide.entity.js';
import { Question } from './question.entity.js';
import { Round } from './round.entity.js';

/** The guides that a group has imported, with their rounds and questions. */
const guides = defineSlice('guides', async (rows) => {
  const all = await rows.of(Guide, 'key', 'edition desc');
  const rounds = groupBy(await rows.of(Round, 'guideId', 'position'), ({ guideId }) => guideId);
  const questions = await rows.of(Question);
  const views = new Map(all.map((guide) => [guide.id, viewGuide(guide, rounds.get(guide.id) ?? [])]));
  return {
    all,
    guideById: byId(all),
    views,
    roundById: byId([...views.values()].flatMap((view) => view.rounds)),
    questions,
    questionById: byId(questions),
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

/** Every question of a group, retired ones included, without checking the viewer. */
export const everyQuestion = (state: RequestState, groupId: string): readonly Question[] =>
  state.of(guides, groupId).questions;

/** Every guide of a group, without checking the viewer. */
export const everyGuide = (state: RequestState, groupId: string): readonly Guide[] => state.of(guides, groupId).all;

/** A group's guides by key, newest edition first; for its members. */
export const guidesOfGroup = (state: RequestState, groupId: string): Guide[] =>
  presentViewer(state, groupId) ? state.of(guides, groupId).all : [];
