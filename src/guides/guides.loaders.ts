import { In } from 'typeorm';
import type { Ref } from '../common/ids.js';
import { byRef, childrenLoader, grouped, refParameters, rowLoader, type Loader } from '../common/loading.js';
import { isUuid, pageLoader } from '../common/pages.js';
import { forMembers } from '../groups/groups.loaders.js';
import type { Difficulty, RoundKind } from './guide-document.js';
import { viewGuide, type GuideView, type RoundView } from './guide-view.js';
import { Guide } from './guide.entity.js';
import { Question } from './question.entity.js';
import { Round } from './round.entity.js';

export const guideById = rowLoader(Guide);

/** A group's guides by key, newest edition first. */
export const guidesOfGroup = forMembers<Guide>({
  cacheKey: byRef,
  async batch({ db }, keys) {
    const where = { groupId: In(keys.map((key) => key.id)) };
    return grouped(keys, await db.find(Guide, { where, order: { key: 'ASC', edition: 'DESC' } }), (row) => row.groupId);
  },
});

const roundsOfGuide = childrenLoader(Round, 'guideId', { position: 'ASC' });

/** A guide with everything that it refers to. */
export const guideView: Loader<Ref, GuideView> = {
  cacheKey: byRef,
  batch: ({ load }, keys) =>
    Promise.all(
      keys.map(async (key) => {
        const [guide, rounds] = await Promise.all([load(guideById, key), load(roundsOfGuide, key)]);
        return viewGuide(guide, rounds);
      }),
    ),
};

const roundRowById = rowLoader(Round);

/** A round as its guide shows it. */
export const roundById: Loader<Ref, RoundView> = {
  cacheKey: byRef,
  batch: ({ load }, keys) =>
    Promise.all(
      keys.map(async (key) => {
        const { guideId } = await load(roundRowById, key);
        const { rounds } = await load(guideView, { groupId: key.groupId, id: guideId });
        return rounds.find((round) => round.id === key.id)!;
      }),
    ),
};

export interface QuestionFilter {
  topicKey: string | null;
  kind: RoundKind | null;
  difficulty: Difficulty | null;
}

export const questionCursor = [isUuid];

export const questionById = rowLoader(Question);

/** A page of a guide's questions, in the guide's order; for present members. */
export const questionsOfGuide = pageLoader<QuestionFilter, Question>({
  matched: (guides, { topicKey, kind, difficulty }, { viewerId }) => ({
    sql: `select guide_id as parent, group_id, id from question
      where group_id = any($1) and guide_id = any($2) and retired_at is null
        and group_id in (select group_id from member where person_id = $3 and left_at is null)
        and ($4::text is null or topic_key = $4)
        and ($5::text is null or $5 = any(kinds))
        and ($6::text is null or difficulty = $6)`,
    parameters: [...refParameters(guides), viewerId, topicKey, kind, difficulty],
  }),
  order: [['id', 'uuid']],
  row: questionById,
  cursorOf: (question) => [question.id],
});
