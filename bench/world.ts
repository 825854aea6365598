import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { GuideDocument } from '../src/guides/guide-document.js';
import { roundsOf } from '../src/guides/guide-document.rules.js';
import { libraryGuides } from '../src/guides/library.js';
import { parseId, publicId } from '../src/common/ids.js';

export interface WorldSize {
  groups: number;
  members: number;
  sessions: number;
}

/** One group of the world: the token of its organizer, and the ids that requests need. */
export interface BenchGroup {
  token: string;
  group: string;
  plan: string;
  candidate: string;
  /** What a write needs: a round for one interviewer, some of its criteria, and the members of the group. */
  round: string;
  criteria: string[];
  members: string[];
}

const uuid = (text: string) =>
  createHash('md5')
    .update(text)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

const RATINGS = 4;

/**
 * Writes groups by SQL that have all practised the same amount before `now`. Every member is a candidate, and has had `sessions` sessions
 * with feedback in every round. Each scorecard has four ratings.
 */
export async function seedWorld(db: pg.Client, size: WorldSize, now: Date, from = 0): Promise<BenchGroup[]> {
  const document = [...(await libraryGuides()).values()][0]!;
  const made: BenchGroup[] = [];
  for (let n = from; n < from + size.groups; n += 1) made.push(await seedGroup(db, document, n, size, now));
  await db.query('analyze');
  return made;
}

async function seedGroup(
  db: pg.Client,
  document: GuideDocument,
  n: number,
  { members, sessions }: WorldSize,
  now: Date,
): Promise<BenchGroup> {
  const id = (what: string) => uuid(`${n} ${what}`);
  const group = id('group');
  const at = new Date(now.getTime() - 300 * 86_400_000);
  const token = `mockloop_bench_${n}`;
  const rounds = roundsOf(document).map(({ round }) => round);
  await db.query('begin');
  await db.query(
    `insert into "group" (id, name, time_zone, created_at, feedback_due_hours, feedback_debt_days, minimum_notice_hours, buffer_minutes)
     values ($1, $2, 'UTC', $3, 48, 7, 12, 0)`,
    [group, `Group ${n}`, at],
  );
  await db.query(
    `insert into person (id, email, email_key, display_name, time_zone, password_hash, created_at)
     select md5($1 || ' person ' || m)::uuid, 'p' || $1 || '.' || m || '@example.org', 'p' || $1 || '.' || m || '@example.org',
       'Member ' || m, 'Europe/Berlin', 'x', $3 from generate_series(1, $2::int) m`,
    [String(n), members, at],
  );
  await db.query(
    `insert into member (group_id, id, person_id, role, joined_at, weekly_interview_limit, organizer_since)
     select $4, md5($1 || ' member ' || m)::uuid, md5($1 || ' person ' || m)::uuid,
       case m when 1 then 'ORGANIZER' else 'MEMBER' end, $3, 50, case m when 1 then $3::timestamptz end
     from generate_series(1, $2::int) m`,
    [String(n), members, at, group],
  );
  await db.query(
    `insert into sign_in (id, person_id, token_hash, created_at, last_used_at, expires_at)
     values ($1, md5($2 || ' person 1')::uuid, $3, $4, $4, $4::timestamptz + interval '7 days')`,
    [id('sign-in'), String(n), createHash('sha256').update(token).digest(), now],
  );
  await seedGuide(db, document, n, at);
  await db.query(
    `insert into plan (group_id, id, guide_id, title, starts_on, bar, created_at, created_by_id)
     values ($1, $2, $3, 'Plan', $4::date, 3, $4, md5($5 || ' member 1')::uuid)`,
    [group, id('plan'), id('guide'), at, String(n)],
  );
  await db.query(
    `insert into candidate (group_id, id, plan_id, member_id, track_key, target_date, enrolled_at, readiness_sharing)
     select $1, md5($2 || ' candidate ' || m)::uuid, $3, md5($2 || ' member ' || m)::uuid, $4, $5::date + 60,
       $6::timestamptz + m * interval '1 minute', 'FULL' from generate_series(1, $7::int) m`,
    [group, String(n), id('plan'), document.tracks[0]!.key, now, at, members],
  );
  await db.query(
    `insert into loop_round (group_id, id, candidate_id, round_id, included, window_start, window_end)
     select $1, md5($2 || ' loop ' || m || ' ' || round.key)::uuid, md5($2 || ' candidate ' || m)::uuid, round.id, true,
       $3::date, $3::date + 30 from generate_series(1, $4::int) m, round where round.group_id = $1`,
    [group, String(n), now, members],
  );
  // The sessions are recent, so that every scorecard counts. They may overlap, because nothing checks calendars here.
  await db.query(
    `insert into session (group_id, id, plan_id, candidate_id, loop_round_id, round_id, starts_at, ends_at, entered_at, entered_by_id,
       logged, feedback_due_at, first_submitted_at, all_submitted_at, version, due_hours, debt_days, notice_hours)
     select $1, md5($2 || ' session ' || m || ' ' || round.key || ' ' || s)::uuid, $3, md5($2 || ' candidate ' || m)::uuid,
       md5($2 || ' loop ' || m || ' ' || round.key)::uuid, round.id, t, t + round.minutes * interval '1 minute', t,
       md5($2 || ' member 1')::uuid, false, t + interval '2 days', t + interval '2 hours', t + interval '2 hours', 1, 48, 7, 12
     from generate_series(1, $4::int) m, round, generate_series(1, $5::int) s,
       lateral (select $6::timestamptz - interval '5 days' - (s * 29 + round.position * 3 + m * 0.1) * interval '1 day' / greatest(1, $5::int / 6.0) as t) times
     where round.group_id = $1`,
    [group, String(n), id('plan'), members, sessions, now],
  );
  // The members who follow the candidate in the list are the interviewers. Some rounds have a second interviewer.
  await db.query(
    `insert into assignment (group_id, id, session_id, member_id, role, card_stays)
     select $1, md5($2 || ' seat ' || m || ' ' || round.key || ' ' || s || ' ' || seat)::uuid,
       md5($2 || ' session ' || m || ' ' || round.key || ' ' || s)::uuid,
       md5($2 || ' member ' || ((m + s + round.position + seat - 2) % ($3::int - 1) + case when (m + s + round.position + seat - 2) % ($3::int - 1) + 1 >= m then 2 else 1 end))::uuid,
       case seat when 1 then 'LEAD' else 'CO_INTERVIEWER' end, false
     from generate_series(1, $3::int) m, round, generate_series(1, $4::int) s, generate_series(1, round.panel_size) seat
     where round.group_id = $1`,
    [group, String(n), members, sessions],
  );
  await db.query(
    `insert into scorecard (group_id, id, session_id, author_id, created_at)
     select a.group_id, md5($2 || ' card ' || a.id)::uuid, a.session_id, a.member_id, s.ends_at from assignment a
       join session s on s.group_id = a.group_id and s.id = a.session_id where a.group_id = $1 and s.group_id = $1`,
    [group, String(n)],
  );
  await db.query(
    `insert into scorecard_version (group_id, id, scorecard_id, number, submitted_at, recommendation, strengths, growth_areas)
     select c.group_id, md5($2 || ' version ' || c.id)::uuid, c.id, 1, c.created_at + interval '1 hour',
       (array['NO_HIRE', 'HIRE', 'STRONG_HIRE'])[1 + get_byte(uuid_send(c.id), 3) % 3], 'Calm, and easy to follow.',
       'State the trade-off before the choice.' from scorecard c where c.group_id = $1`,
    [group, String(n)],
  );
  await db.query(
    `insert into rating (group_id, version_id, criterion_key, level, evidence)
     select c.group_id, md5($2 || ' version ' || c.id)::uuid, criterion.value ->> 'key',
       1 + (get_byte(uuid_send(c.id), criterion.ordinality::int) % 4), 'Compared two approaches, and stated what each costs.'
     from scorecard c join session s on s.group_id = c.group_id and s.id = c.session_id
       join round r on r.group_id = s.group_id and r.id = s.round_id,
       jsonb_array_elements(r.criteria) with ordinality criterion
     where c.group_id = $1 and s.group_id = $1 and r.group_id = $1 and criterion.ordinality <= ${RATINGS}`,
    [group, String(n)],
  );
  await db.query('commit');
  const ref = (what: string) => ({ groupId: group, id: id(what) });
  const solo = rounds.find(({ panelSize }) => panelSize === 1)!;
  return {
    token,
    group: publicId('Group', { groupId: group, id: group }),
    plan: publicId('PrepPlan', ref('plan')),
    candidate: publicId('Candidate', ref('candidate 2')),
    round: publicId('Round', ref(`round ${solo.key}`)),
    criteria: solo.criteria.slice(0, RATINGS).map(({ key }) => key),
    members: Array.from({ length: members }, (_, m) => publicId('Member', ref(`member ${m + 1}`))),
  };
}

/** Writes `each` sessions for every group that ended an hour ago and lack only the organizer's scorecard. Returns their ids by group. */
export async function seedOwed(db: pg.Client, groups: readonly BenchGroup[], each: number, now: Date) {
  const owed: string[][] = [];
  for (const [n, { group, round }] of groups.entries()) {
    const { groupId } = parseId('Group', group)!;
    const values = [groupId, String(n), parseId('Round', round)!.id, each, new Date(now.getTime() - 3_600_000)];
    // The other members take turns as the candidate.
    await db.query(
      `insert into session (group_id, id, plan_id, candidate_id, loop_round_id, round_id, starts_at, ends_at, entered_at, entered_by_id,
         logged, feedback_due_at, version, due_hours, debt_days, notice_hours)
       select $1, md5($2 || ' owed ' || s)::uuid, c.plan_id, c.id, l.id, $3, $5::timestamptz - interval '1 hour', $5, $5,
         md5($2 || ' member 1')::uuid, false, $5::timestamptz + interval '2 days', 1, 48, 7, 12
       from generate_series(1, $4::int) s join (
         select *, row_number() over (order by enrolled_at) - 1 as place, count(*) over () as places from candidate
         where group_id = $1 and member_id <> md5($2 || ' member 1')::uuid
       ) c on c.place = s % c.places join loop_round l on l.group_id = $1 and l.candidate_id = c.id and l.round_id = $3`,
      values,
    );
    await db.query(
      `insert into assignment (group_id, id, session_id, member_id, role, card_stays)
       select $1, md5($2 || ' owed seat ' || s)::uuid, md5($2 || ' owed ' || s)::uuid, md5($2 || ' member 1')::uuid, 'LEAD', false
       from generate_series(1, $3::int) s`,
      [groupId, String(n), each],
    );
    owed.push(Array.from({ length: each }, (_, s) => publicId('Session', { groupId, id: uuid(`${n} owed ${s + 1}`) })));
  }
  await db.query('analyze');
  return owed;
}

async function seedGuide(db: pg.Client, document: GuideDocument, n: number, at: Date): Promise<void> {
  const id = (what: string) => uuid(`${n} ${what}`);
  const { key, company, role, summary, difficulty, processWeeks, grace, tracks, competencies } = document;
  const { areas, topics, skills, notes } = document;
  const stages = document.stages.map((stage) => ({ key: stage.key, title: stage.title }));
  const outline = { processWeeks, grace, tracks, competencies, areas, topics, skills, notes, stages };
  await db.query(
    `insert into guide (group_id, id, key, edition, company, role, summary, difficulty, outline, imported_at, imported_by_id)
     values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, md5($10 || ' member 1')::uuid)`,
    [id('group'), id('guide'), key, company, role, summary, difficulty, JSON.stringify(outline), at, String(n)],
  );
  for (const [position, { round, stage }] of roundsOf(document).entries())
    await db.query(
      `insert into round (group_id, id, guide_id, key, position, stage_key, title, kind, minutes, panel_size, target_sessions, weight,
         pacing_from, pacing_to, summary, criteria, area_keys, topic_keys)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
      [
        ...[
          id('group'),
          id(`round ${round.key}`),
          id('guide'),
          round.key,
          position,
          stage.key,
          round.title,
          round.kind,
        ],
        ...[round.minutes, round.panelSize, round.targetSessions, round.weight, round.pacing.from, round.pacing.to],
        ...[round.summary, JSON.stringify(round.criteria), round.areas, round.topics ?? []],
      ],
    );
}
