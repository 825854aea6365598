import { LRUCache } from 'lru-cache';
import type { DataSource } from 'typeorm';
import type { LoadContext, Loader } from '../common/loading.js';
import { candidatePresentSql, releasedAtSql, seatPresentSql } from '../sessions/status-sql.js';
import type { Wording } from './evidence.rules.js';

/** The scorecards of a group that are out, as far as they can count at any instant of a year. */
export interface GroupEvidence {
  wordings: readonly Wording[];
  /** What the members are called, by id. */
  names: ReadonlyMap<string, string>;
}

export interface EvidenceKey {
  groupId: string;
  /** The year of the instant that is asked about. Cards count for a year, so those of the year before are read, too. */
  year: number;
}

interface Remembered {
  fingerprint: string;
  wordings: readonly Wording[];
}

/** What this process has read before. It is used only while the database says, each time, that nothing has changed. */
const remembered = new WeakMap<DataSource, LRUCache<string, Remembered>>();

function memoryOf({ db }: LoadContext): LRUCache<string, Remembered> {
  const found = remembered.get(db.dataSource) ?? new LRUCache({ max: 100, maxSize: 20_000, sizeCalculation: sizeOf });
  remembered.set(db.dataSource, found);
  return found;
}

const sizeOf = ({ wordings }: Remembered) => wordings.length + 1;

/**
 * Every wording of an interviewer who was there that is out by now, and its fingerprint; the wordings themselves only
 * for groups whose fingerprint is not the one that is known already. Shadows count for nothing.
 */
const EVIDENCE = `
  with wanted as (select * from unnest($1::uuid[], $2::text[]) as w (group_id, known)),
  said as (
    select s.group_id, s.id as session_id, s.starts_at, s.candidate_id, s.round_id,
      greatest(${releasedAtSql}, seat.found_present_at, s.held_since) as released_at,
      card.id as scorecard_id, card.author_id, version.id as version_id, version.number, version.submitted_at,
      version.recommendation
    from session s
      join scorecard card on card.group_id = s.group_id and card.session_id = s.id
      join assignment seat on seat.group_id = card.group_id and seat.session_id = card.session_id
        and seat.member_id = card.author_id
      join scorecard_version version on version.group_id = card.group_id and version.scorecard_id = card.id
    where s.group_id = any($1) and card.group_id = any($1) and seat.group_id = any($1) and version.group_id = any($1)
      and s.starts_at >= $3 and s.cancelled_at is null and ${candidatePresentSql('$4')}
      and seat.role <> 'SHADOW' and ${seatPresentSql('seat', '$4')}
      and version.submitted_at <= $4 and ${releasedAtSql} <= $4
  ),
  state as (
    select said.group_id, md5(string_agg(said.version_id || ' ' || coalesce(own.locked_at::text, ''), ' '
      order by said.version_id)) as fingerprint
    from said
      left join self_assessment own on own.group_id = said.group_id and own.session_id = said.session_id
    group by said.group_id
  )
  select wanted.group_id as "groupId", coalesce(state.fingerprint, '') as fingerprint,
    (
      select jsonb_object_agg(member.id, person.display_name) from member
        join person on person.id = member.person_id where member.group_id = wanted.group_id
    ) as names,
    case when coalesce(state.fingerprint, '') is distinct from wanted.known then (
      select coalesce(jsonb_object_agg(round.id, jsonb_build_object('guideKey', guide.key, 'roundKey', round.key, 'criteria', (
        select jsonb_agg(criterion - 'anchors' - 'title') from jsonb_array_elements(round.criteria) criterion
      ))), '{}') from round
        join guide on guide.group_id = round.group_id and guide.id = round.guide_id
      where round.group_id = wanted.group_id
    ) end as rounds,
    case when coalesce(state.fingerprint, '') is distinct from wanted.known then (
      select coalesce(jsonb_agg(jsonb_build_object(
        'scorecardId', said.scorecard_id, 'versionId', said.version_id, 'number', said.number,
        'submittedAt', (extract(epoch from said.submitted_at) * 1000)::bigint,
        'releasedAt', (extract(epoch from said.released_at) * 1000)::bigint,
        'sessionId', said.session_id, 'at', (extract(epoch from said.starts_at) * 1000)::bigint,
        'candidateId', candidate.member_id, 'interviewerId', said.author_id, 'roundId', said.round_id,
        'recommendation', said.recommendation,
        'levels', (
          select coalesce(jsonb_object_agg(rating.criterion_key, rating.level), '{}') from rating
          where rating.group_id = said.group_id and rating.version_id = said.version_id
        ),
        'self', (
          select jsonb_object_agg(own.criterion_key, own.level) from self_rating own
          where own.group_id = said.group_id and own.session_id = said.session_id and own.level is not null
        )
      ) order by said.starts_at, said.scorecard_id, said.number), '[]') from said
        join candidate on candidate.group_id = said.group_id and candidate.id = said.candidate_id
      where said.group_id = wanted.group_id
    ) end as wordings
  from wanted left join state on state.group_id = wanted.group_id`;

interface Criterion {
  key: string;
  competency: string;
  weight: number;
}

type WordingRow = Omit<Wording, 'guideKey' | 'roundKey' | 'criteria'> & {
  roundId: string;
  levels: Record<string, number | null>;
};

interface EvidenceRow {
  groupId: string;
  fingerprint: string;
  names: Record<string, string>;
  rounds: Record<string, { guideKey: string; roundKey: string; criteria: Criterion[] }> | null;
  wordings: WordingRow[] | null;
}

/** The released scorecards of groups, in one statement a year, however large they are. */
export const groupEvidence: Loader<EvidenceKey, GroupEvidence> = {
  cacheKey: ({ groupId, year }) => `${groupId} ${year}`,
  async batch(context, keys) {
    const found = new Map<string, GroupEvidence>();
    for (const year of new Set(keys.map((key) => key.year))) {
      const groupIds = [...new Set(keys.filter((key) => key.year === year).map(({ groupId }) => groupId))];
      for (const [groupId, evidence] of await readYear(context, groupIds, year))
        found.set(groupEvidence.cacheKey({ groupId, year }), evidence);
    }
    return keys.map((key) => found.get(groupEvidence.cacheKey(key))!);
  },
};

async function readYear(context: LoadContext, groupIds: string[], year: number) {
  const memory = memoryOf(context);
  const keyOf = (groupId: string) => groupEvidence.cacheKey({ groupId, year });
  const known = groupIds.map((groupId) => memory.get(keyOf(groupId)));
  const since = new Date(Date.UTC(year - 1, 0, 1));
  const rows: EvidenceRow[] = await context.db.query(EVIDENCE, [
    groupIds,
    known.map((each) => each?.fingerprint ?? null),
    since,
    context.now,
  ]);
  return rows.map((row) => {
    const before = known[groupIds.indexOf(row.groupId)];
    const wordings = row.wordings?.map((wording) => wordingOf(wording, row.rounds!)) ?? before!.wordings;
    memory.set(keyOf(row.groupId), { fingerprint: row.fingerprint, wordings });
    return [row.groupId, { wordings, names: new Map(Object.entries(row.names)) }] as const;
  });
}

/** A criterion that was left out of a scorecard was not assessed. */
function wordingOf({ roundId, levels, ...said }: WordingRow, rounds: NonNullable<EvidenceRow['rounds']>): Wording {
  const { guideKey, roundKey, criteria } = rounds[roundId]!;
  const graded = criteria.map(({ key, competency, weight }) => ({
    key,
    competency,
    weight,
    level: levels[key] ?? null,
  }));
  return { ...said, guideKey, roundKey, criteria: graded };
}
