import { describe, expect, it } from '@jest/globals';
import { newId } from '../src/common/ids.js';
import { owingSql } from '../src/feedback/owed.loaders.js';
import { owesScorecard } from '../src/feedback/scorecard.rules.js';
import {
  AssignmentRole,
  Attendance,
  feedbackReleasedAt,
  sessionStatus,
  takesPlace,
  type SessionFacts,
} from '../src/sessions/session.rules.js';
import { releasedAtSql, statusSql } from '../src/sessions/status-sql.js';
import { LOG, PAIR_ROUND, seat, type Json, type Peer } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

const startsAt = new Date('2027-02-10T10:00:00Z');
const endsAt = new Date('2027-02-10T11:00:00Z');
const feedbackDueAt = new Date('2027-02-12T11:00:00Z');

const { LATE, NO_SHOW, EXCUSED } = Attendance;
const { LEAD, CO_INTERVIEWER, SHADOW } = AssignmentRole;

interface Seat {
  role: AssignmentRole;
  attendance: Attendance | null;
  nextAttendance: Attendance | null;
  nextAttendanceAt: Date | null;
  cardWaivedAt: Date | null;
  hasSubmitted: boolean;
}

interface Case {
  facts: SessionFacts;
  panel: Seat[];
}

const every = <T>(...values: T[]) => values;

/** Every combination of what decides, as far as it can occur. */
function* cases(): Generator<Case> {
  const early = new Date('2027-02-11T09:00:00Z');
  const late = new Date('2027-02-20T09:00:00Z');
  const moments = every<[Date | null, Date | null]>(
    [null, null],
    [early, null],
    [late, null],
    [early, early],
    [early, late],
  );
  const session = { startsAt, endsAt, feedbackDueAt, staysReleasedAt: null };
  const unchanged = { nextAttendance: null, nextAttendanceAt: null };
  const changes = every<[Attendance | null, Date | null]>(
    [null, null],
    [NO_SHOW, feedbackDueAt],
    [null, feedbackDueAt],
  );
  for (const candidateAttendance of every(null, LATE, NO_SHOW, EXCUSED))
    for (const lead of every(null, LATE, NO_SHOW))
      for (const [nextAttendance, nextAttendanceAt] of changes)
        for (const co of every<'nobody' | Attendance | null>('nobody', null, EXCUSED))
          for (const cardWaivedAt of every(null, early))
            for (const [firstSubmittedAt, allSubmittedAt] of moments)
              for (const cancelledAt of every(null, startsAt)) {
                const panel: Seat[] = [
                  {
                    role: LEAD,
                    attendance: lead,
                    nextAttendance,
                    nextAttendanceAt,
                    cardWaivedAt: null,
                    hasSubmitted: firstSubmittedAt !== null,
                  },
                  { role: SHADOW, attendance: null, ...unchanged, cardWaivedAt: null, hasSubmitted: false },
                ];
                const hasSubmitted = allSubmittedAt !== null;
                if (co !== 'nobody')
                  panel.push({ role: CO_INTERVIEWER, attendance: co, ...unchanged, cardWaivedAt, hasSubmitted });
                const facts = {
                  ...session,
                  candidateAttendance,
                  // The candidate's turns the other way round at another time.
                  nextCandidateAttendance: nextAttendanceAt && lead === NO_SHOW ? NO_SHOW : null,
                  nextCandidateAttendanceAt:
                    nextAttendanceAt && lead === NO_SHOW ? new Date('2027-02-15T09:00:00Z') : null,
                  cancelledAt,
                  firstSubmittedAt,
                  allSubmittedAt,
                };
                yield { facts, panel };
              }
}

/** Stores a case: a session like one that was logged, with other facts and seats. */
async function store(
  { facts, panel }: Case,
  like: { groupId: string; id: string },
  members: Map<AssignmentRole, string>,
) {
  const { db } = world.service;
  const id = newId();
  await db.query(
    `insert into session select (jsonb_populate_record(s, $3)).* from session s where s.group_id = $1 and s.id = $2`,
    [
      like.groupId,
      like.id,
      {
        id,
        starts_at: facts.startsAt,
        ends_at: facts.endsAt,
        feedback_due_at: facts.feedbackDueAt,
        candidate_attendance: facts.candidateAttendance,
        next_candidate_attendance: facts.nextCandidateAttendance,
        next_candidate_attendance_at: facts.nextCandidateAttendanceAt,
        first_submitted_at: facts.firstSubmittedAt,
        all_submitted_at: facts.allSubmittedAt,
        ...(facts.cancelledAt && {
          cancelled_at: facts.cancelledAt,
          cancelled_by_id: members.get(LEAD),
          cancellation_reason: 'x',
          cancelled_late: false,
        }),
      },
    ],
  );
  for (const { role, attendance, nextAttendance, nextAttendanceAt, cardWaivedAt, hasSubmitted } of panel) {
    await db.query(
      `insert into assignment (group_id, id, session_id, member_id, role, attendance, card_waived_at, next_attendance, next_attendance_at, card_stays)
       values ($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7, $8, false)`,
      [like.groupId, id, members.get(role), role, attendance, cardWaivedAt, nextAttendance, nextAttendanceAt],
    );
    if (!hasSubmitted) continue;
    await db.query(
      `with card as (insert into scorecard values ($1, gen_random_uuid(), $2, $3, $4) returning group_id, id)
       insert into scorecard_version (group_id, id, scorecard_id, number, submitted_at, recommendation, strengths, growth_areas)
       select group_id, gen_random_uuid(), id, 1, $4, 'HIRE', '', '' from card`,
      [like.groupId, id, members.get(role), facts.firstSubmittedAt],
    );
  }
  return id;
}

describe('what follows from facts and the clock', () => {
  it('is the same in SQL and in the rules: states, releases and debts, case by case', async () => {
    const { db } = world.service;
    const { candidate, rounds, members, organizer } = await world.seed.plan({ members: 4 });
    const [, bo, cy, dee] = members as [Peer, Peer, Peer, Peer];
    const panel = [seat(bo), seat(cy, 'CO_INTERVIEWER'), seat(dee, 'SHADOW')];
    const input = { candidateId: candidate.id, roundId: rounds.get(PAIR_ROUND), panel };
    await organizer.ask<Json>(LOG, { input: { ...input, startsAt: '2027-01-10T10:00:00Z' } });
    const [like] = await db.query<[{ groupId: string; id: string }]>('select group_id as "groupId", id from session');
    const seats = await db.query<{ role: AssignmentRole; id: string }[]>(
      'select role, member_id as id from assignment',
    );
    const byRole = new Map(seats.map(({ role, id }) => [role, id]));

    const all = [...cases()];
    const ids: string[] = [];
    for (const each of all) ids.push(await store(each, like, byRole));
    const days = ['10T10:00', '10T11:00', '11T09:00', '12T11:00', '20T09:00'];
    for (const now of days.map((day) => new Date(`2027-02-${day}:00Z`))) {
      const rows = await db.query<{ id: string; status: string; released: Date | null; owing: AssignmentRole[] }[]>(
        `select s.id, ${statusSql('$2')} as status, ${releasedAtSql} as released, array(
           select a.role from assignment a where a.group_id = s.group_id and a.session_id = s.id and ${owingSql('$2')}
         ) as owing from session s where s.id = any($1)`,
        [ids, now],
      );
      const found = new Map(rows.map((row) => [row.id, row]));
      for (const [n, { facts, panel: sitting }] of all.entries()) {
        const { status, released, owing } = found.get(ids[n]!)!;
        const isHeld = takesPlace(facts, sitting, now);
        const owes = (each: Seat) => !each.hasSubmitted && owesScorecard({ ...each, memberId: each.role }, now);
        const isOut = isHeld && released !== null && released <= now;
        expect({ n, now, status, released: isOut ? released : null, owing: owing.toSorted() }).toEqual({
          n,
          now,
          status: sessionStatus(facts, sitting, now),
          released: feedbackReleasedAt(facts, sitting, now),
          owing:
            isHeld && facts.endsAt <= now
              ? sitting
                  .filter(owes)
                  .map(({ role }) => role)
                  .toSorted()
              : [],
        });
      }
    }
    const statuses = all.map(({ facts, panel: sitting }) => sessionStatus(facts, sitting, feedbackDueAt));
    expect(new Set(statuses).size).toBe(4);
  });
});
