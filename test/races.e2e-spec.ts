import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from './kit/app.js';
import {
  ACCEPT,
  card,
  LOCK_SELF,
  PAIR_ROUND,
  SCHEDULE,
  seat,
  SOLO_ROUND,
  SUBMIT,
  type Peer,
  HOURS,
  PUBLISH,
  EXCHANGE,
  REASSIGN,
  MOVE,
  REMOVE,
  ACCEPT_SWAP,
} from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();
const STATUS = 'query ($id: ID!) { node(id: $id) { ... on ScheduleProposal { status } } }';
const SCHEDULE_WITH_SEAT =
  'mutation ($input: ScheduleSessionInput!) { scheduleSession(input: $input) { id panel { id } } }';

const codesOf = (answers: Answer<unknown>[]) =>
  answers.flatMap(({ errors }) => errors?.map(({ extensions }) => extensions.code) ?? []);
const count = async (sql: string, parameters: unknown[] = []) =>
  (await world.service.db.query<[{ count: number }]>(sql, parameters))[0].count;

/** The number of overlapping sessions with a person in common. The query does not rely on any constraint. */
const OVERLAPS = `
  with part as (
    select m.person_id, s.id, s.starts_at, s.ends_at from session s
      join assignment a on a.group_id = s.group_id and a.session_id = s.id
      join member m on m.group_id = a.group_id and m.id = a.member_id where s.cancelled_at is null
    union
    select m.person_id, s.id, s.starts_at, s.ends_at from session s
      join candidate c on c.group_id = s.group_id and c.id = s.candidate_id
      join member m on m.group_id = c.group_id and m.id = c.member_id where s.cancelled_at is null
  )
  select count(*)::int as count from part one join part two
    on two.person_id = one.person_id and two.id > one.id and two.starts_at < one.ends_at and one.starts_at < two.ends_at`;

describe('at the same instant', () => {
  it('64 clients book 20 people: no person has two sessions at one time, and both halves of the day get booked', async () => {
    // Two groups with ten people each, all of whom are in both: the groups do not share a lock, the people share their time.
    const one = await world.seed.plan({ members: 9, targetDate: '2027-06-01' });
    const two = await world.seed.plan({ members: 9, targetDate: '2027-06-01' });
    const both = async (from: typeof one, to: typeof one) => {
      const joined: string[] = [];
      for (const peer of from.members) {
        const createInvitation = await to.organizer.invites({ groupId: to.groupId });
        joined.push((await peer.accepts(createInvitation.code)).id);
      }
      return joined;
    };
    const guests = { one: await both(two, one), two: await both(one, two) };
    const worlds = [
      { ...one, people: [...one.members.map(({ memberId }) => memberId), ...guests.one] },
      { ...two, people: [...two.members.map(({ memberId }) => memberId), ...guests.two] },
    ];
    const starts = ['10:00', '10:30', '11:00', '12:00', '12:30', '13:30'].map((time) => `2027-03-10T${time}:00Z`);
    const wins = new Map<string, number>();
    const codes = new Set<string>();
    let random = 1;
    const pick = <T>(list: readonly T[]): T => list[(random = (random * 48_271) % 2_147_483_647) % list.length]!;

    const client = async () => {
      for (let n = 0; n < 3; n += 1) {
        const { organizer, candidate, rounds, people } = pick(worlds);
        const startsAt = pick(starts);
        const panel = [{ memberId: pick(people), role: 'LEAD' }];
        const input = {
          candidateId: candidate.id,
          roundId: rounds.get(SOLO_ROUND),
          startsAt,
          panel,
          overrideReason: 'race',
        };
        const { errors } = await world.service.ask(SCHEDULE, { input }, organizer.token);
        if (errors) codes.add(errors[0]!.extensions.code);
        else wins.set(startsAt, (wins.get(startsAt) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: 64 }, client));

    expect(await count(OVERLAPS)).toBe(0);
    expect(await count('select count(*)::int as count from session where cancelled_at is null')).toBe(
      [...wins.values()].reduce((a, b) => a + b),
    );
    // In each group, at least one of 10:00, 10:30 and 11:00 was taken, and at least one of the later times.
    const taken = (...times: string[]) =>
      times.reduce((sum, time) => sum + (wins.get(`2027-03-10T${time}:00Z`) ?? 0), 0);
    expect(taken('10:00', '10:30', '11:00')).toBeGreaterThanOrEqual(2);
    expect(taken('12:00', '12:30', '13:30')).toBeGreaterThanOrEqual(2);
    // UNAVAILABLE: on a slow machine, a booking may wait too long for its turn. Then nothing was done.
    const known = ['TIME_TAKEN', 'INVALID_INPUT', 'UNAVAILABLE'];
    expect([...codes].filter((code) => !known.includes(code))).toEqual([]);
  });

  it('one invitation accepted 50 times makes one member', async () => {
    const { groupId, organizer } = await world.seed.group({ members: 0 });
    const createInvitation = await organizer.invites({ groupId });
    const guests = await Promise.all(Array.from({ length: 50 }, (_, n) => world.seed.person(`Guest ${n}`)));
    const answers = await Promise.all(
      guests.map((guest) => world.service.ask(ACCEPT, { code: createInvitation.code }, guest.token)),
    );
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
    expect(new Set(codesOf(answers))).toEqual(new Set(['INVITATION_INVALID']));
    const { group } = await organizer.ask('query ($id: ID!) { group(id: $id) { members { id } } }', {
      id: groupId,
    });
    expect(group.members).toHaveLength(2);
  });

  it('one idempotency key sent 50 times makes one session, which every answer contains', async () => {
    const { candidate, rounds, members } = await world.seed.plan();
    const input = {
      candidateId: candidate.id,
      roundId: rounds.get(SOLO_ROUND),
      startsAt: '2027-03-10T18:00:00Z',
      panel: [seat(members[1]!)],
      idempotencyKey: 'once',
    };
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => world.service.ask(SCHEDULE, { input }, members[0]!.token)),
    );
    expect(codesOf(answers)).toEqual([]);
    expect(new Set(answers.map(({ data }) => data.scheduleSession.id))).toHaveProperty('size', 1);
  });

  it('four moves of the same version: only one succeeds', async () => {
    const { candidate, rounds, members } = await world.seed.plan();
    const [ana, bo] = members as [Peer, Peer];
    const input = {
      candidateId: candidate.id,
      roundId: rounds.get(SOLO_ROUND),
      startsAt: '2027-03-10T18:00:00Z',
      panel: [seat(bo)],
    };
    const scheduleSession = await ana.schedules(input);
    const MOVE = 'mutation ($input: RescheduleSessionInput!) { rescheduleSession(input: $input) { version } }';
    const move = (peer: Peer, day: number) =>
      world.service.ask(
        MOVE,
        {
          input: {
            sessionId: scheduleSession.id,
            startsAt: `2027-03-${day}T18:00:00Z`,
            reason: 'x',
            expectedVersion: 1,
          },
        },
        peer.token,
      );
    const answers = await Promise.all([move(ana, 11), move(bo, 12), move(ana, 15), move(bo, 16)]);
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
    expect(codesOf(answers)).toEqual(['VERSION_CONFLICT', 'VERSION_CONFLICT', 'VERSION_CONFLICT']);
  });

  it('the last two interviewers submit together, 60 times: each session is released exactly once, when both scorecards are stored', async () => {
    const { db } = world.service;
    // A trigger records each release of a session, and how many versions were stored by then.
    await db.query(`
      create table release_log (session_id uuid not null, wordings integer not null);
      create function log_release() returns trigger language plpgsql as $$ begin
        insert into release_log select new.id, count(*) from scorecard c
          join scorecard_version v on v.group_id = c.group_id and v.scorecard_id = c.id
        where c.group_id = new.group_id and c.session_id = new.id;
        return new;
      end $$;
      create trigger session_release after update on session for each row
        when (old.all_submitted_at is distinct from new.all_submitted_at) execute function log_release();`);
    // The groups are many and small, because each write reads its group again. One group with hundreds of sessions would take minutes.
    const groups = await Promise.all(Array.from({ length: 6 }, () => world.seed.plan({ members: 3 })));
    const inGroup = async ({ candidate, rounds, members }: (typeof groups)[number]) => {
      const [ana, bo, cy] = members as [Peer, Peer, Peer];
      for (let n = 0; n < 10; n += 1) {
        const startsAt = new Date(Date.UTC(2027, 0, 1) + n * 3 * 3_600_000).toISOString();
        const panel = [seat(bo), seat(cy, 'CO_INTERVIEWER')];
        const input = { candidateId: candidate.id, roundId: rounds.get(PAIR_ROUND), startsAt, panel };
        const logSession = await ana.logs(input);
        const grade = { input: card(logSession.id, 3, 'HIRE', 'requirements') };
        const answers = await Promise.all([bo, cy].map(({ token }) => world.service.ask(SUBMIT, grade, token)));
        expect(codesOf(answers)).toEqual([]);
        if (n > 0) continue;
        const READ = 'query ($id: ID!) { session(id: $id) { status scorecards { id } } }';
        const { session } = await ana.ask(READ, { id: logSession.id });
        expect([session.status, session.scorecards.length]).toEqual(['COMPLETED', 2]);
      }
    };
    const lanes = [0, 1, 2, 3].map(async (lane) => {
      for (let n = lane; n < groups.length; n += 4) await inGroup(groups[n]!);
    });
    await Promise.all(lanes);
    expect(await count('select count(*)::int as count from release_log')).toBe(60);
    expect(await count('select count(distinct session_id)::int as count from release_log')).toBe(60);
    expect(await count('select count(*)::int as count from release_log where wordings <> 2')).toBe(0);
  });

  it('a self-assessment and the last scorecard arrive together: the self-assessment is locked before the release, or refused', async () => {
    const { candidate, rounds, members } = await world.seed.plan({ members: 2 });
    const [ana, bo] = members as [Peer, Peer];
    for (let n = 0; n < 30; n += 1) {
      const startsAt = new Date(Date.UTC(2027, 0, 1) + n * 3 * 3_600_000).toISOString();
      const input = { candidateId: candidate.id, roundId: rounds.get(SOLO_ROUND), startsAt, panel: [seat(bo)] };
      const logSession = await ana.logs(input);
      const self = { input: { sessionId: logSession.id, ratings: [{ criterionKey: 'approach', level: 3 }] } };
      const asks = [
        () => world.service.ask(SUBMIT, { input: card(logSession.id, 3) }, bo.token),
        () => world.service.ask(LOCK_SELF, self, ana.token),
      ];
      const answers = await Promise.all((n % 2 === 0 ? asks : asks.toReversed()).map((ask) => ask()));
      const refused = answers.flatMap(
        ({ errors }) => errors?.map(({ extensions }) => extensions.state as string) ?? [],
      );
      const READ = 'query ($id: ID!) { session(id: $id) { status selfAssessment { lockedAt } } }';
      const { session } = await ana.ask(READ, { id: logSession.id });
      const isLocked = session.selfAssessment !== null;
      expect([session.status, refused]).toEqual(['COMPLETED', isLocked ? [] : ['COMPLETED']]);
    }
  });

  it('a member is booked while they leave: either the session is cancelled or lacks an interviewer, or the booking is refused', async () => {
    const { candidate, rounds, members } = await world.seed.plan();
    const [ana, bo] = members as [Peer, Peer];
    const input = {
      candidateId: candidate.id,
      roundId: rounds.get(SOLO_ROUND),
      startsAt: '2027-03-10T18:00:00Z',
      panel: [seat(bo)],
    };
    const [booked] = await Promise.all([
      world.service.ask(SCHEDULE, { input }, ana.token),
      world.service.ask(REMOVE, { id: bo.memberId }, bo.token),
    ]);
    const seats = await count(
      'select count(*)::int as count from assignment a join member m on m.group_id = a.group_id and m.id = a.member_id where m.left_at is not null and m.group_id = (select group_id from session order by id desc limit 1)',
    );
    expect([booked.errors?.[0]?.extensions.code ?? 'BOOKED', seats]).toEqual([
      expect.stringMatching(/BOOKED|NOT_FOUND/),
      0,
    ]);
  });

  it('a proposal is published five times: it is booked completely once, and the other requests are refused', async () => {
    const { organizer, members, planId } = await world.seed.plan({ members: 4 });
    for (const peer of members.slice(1)) await world.seed.enroll(peer, planId);
    const weekly = ['TUESDAY', 'WEDNESDAY', 'THURSDAY'].map((day) => ({ day, start: '17:00', end: '22:00' }));
    for (const { ask, memberId } of members) await ask(HOURS, { input: { memberId, weekly, exceptions: [] } });
    const id = await proposedIn(organizer, planId);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => world.service.ask(PUBLISH, { id }, organizer.token)),
    );
    expect(codesOf(answers).toSorted()).toEqual(Array.from({ length: 4 }, () => 'INVALID_STATE'));
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
    const whole = `select count(*)::int as count from proposed_session p where p.group_id = $1 and not exists (
      select 1 from session s join booking b on b.group_id = s.group_id and b.session_id = s.id
      where s.group_id = p.group_id and s.id = p.session_id)`;
    expect(await count(whole, [uuidOf(planId, 0)])).toBe(0);
    expect(await count(OVERLAPS)).toBe(0);
  });

  it('publishing, swapping, exchanging, moving and reassigning leave no overlap and nothing half done', async () => {
    const { organizer, members, planId, candidate, rounds } = await world.seed.plan({ members: 6 });
    const [ana, bo, cy, dee, eli, fay] = members as [Peer, Peer, Peer, Peer, Peer, Peer];
    const loops = [candidate];
    for (const peer of [bo, cy, dee, eli]) loops.push(await world.seed.enroll(peer, planId));
    const weekly = ['TUESDAY', 'WEDNESDAY', 'THURSDAY'].map((day) => ({ day, start: '17:00', end: '22:00' }));
    for (const { ask, memberId } of members) await ask(HOURS, { input: { memberId, weekly, exceptions: [] } });
    const session = async (by: Peer, n: number, panel: Peer, startsAt: string) => {
      const input = { candidateId: loops[n]!.id, roundId: rounds.get(SOLO_ROUND), startsAt, panel: [seat(panel)] };
      const { scheduleSession } = await by.ask(SCHEDULE_WITH_SEAT, { input });
      return { id: scheduleSession.id, seat: scheduleSession.panel[0]!.id };
    };
    const one = await session(ana, 0, bo, '2027-03-09T17:00:00Z');
    const two = await session(cy, 2, dee, '2027-03-10T17:00:00Z');
    const proposalId = await proposedIn(organizer, planId);
    const swap = { giveAssignmentId: one.seat, takeAssignmentId: two.seat, reason: 'Race' };
    const proposeSwap = await bo.proposesSwap(swap);
    const coding = (n: number) => loops[n]!.loop.get(SOLO_ROUND);
    const exchange = { firstLoopRoundId: coding(3), secondLoopRoundId: coding(4), startsAt: '2027-03-09T17:30:00Z' };
    const acts: [Peer, string, object][] = [
      [organizer, PUBLISH, { id: proposalId }],
      [organizer, PUBLISH, { id: proposalId }],
      [dee, ACCEPT_SWAP, { id: proposeSwap.id }],
      [dee, ACCEPT_SWAP, { id: proposeSwap.id }],
      [dee, EXCHANGE, { input: exchange }],
      [eli, EXCHANGE, { input: { ...exchange, startsAt: '2027-03-10T17:30:00Z' } }],
      [
        ana,
        REASSIGN,
        { input: { assignmentId: one.seat, toMemberId: fay.memberId, reason: 'Race', expectedVersion: 1 } },
      ],
      [
        cy,
        REASSIGN,
        { input: { assignmentId: two.seat, toMemberId: eli.memberId, reason: 'Race', expectedVersion: 1 } },
      ],
      [
        cy,
        MOVE,
        { input: { sessionId: two.id, startsAt: '2027-03-10T18:00:00Z', reason: 'Race', expectedVersion: 1 } },
      ],
    ];
    const answers = await Promise.all(
      acts.map(([by, query, variables]) => world.service.ask(query, variables, by.token)),
    );
    const known = [
      'TIME_TAKEN',
      'STALE',
      'INVALID_STATE',
      'VERSION_CONFLICT',
      'LIMIT_REACHED',
      'NOT_FOUND',
      'INVALID_INPUT',
      // A writer that waited too long for the group's lock may try again.
      'UNAVAILABLE',
    ];
    expect(codesOf(answers).filter((code) => !known.includes(code))).toEqual([]);
    expect(answers.filter(({ errors }) => !errors).length).toBeGreaterThan(1);
    expect(await count(OVERLAPS)).toBe(0);
    // Candidates have one session a day, each session has one lead, and the halves of an exchange refer to each other or to nothing.
    const groupId = uuidOf(planId, 0);
    const own = `select count(*)::int as count from (select candidate_id, (starts_at at time zone 'Europe/Berlin')::date from session
      where group_id = $1 and cancelled_at is null group by 1, 2 having count(*) > 1) as twice`;
    expect(await count(own, [groupId])).toBe(0);
    const seats = `select count(*)::int as count from session s where s.group_id = $1 and s.cancelled_at is null and 1 <>
      (select count(*) from assignment a where a.group_id = s.group_id and a.session_id = s.id and a.role = 'LEAD')`;
    expect(await count(seats, [groupId])).toBe(0);
    const claims = `select count(*)::int as count from session s where s.group_id = $1 and s.cancelled_at is null and
      (select count(*) from booking b where b.group_id = s.group_id and b.session_id = s.id) <>
      (select 1 + count(*) from assignment a where a.group_id = s.group_id and a.session_id = s.id)`;
    expect(await count(claims, [groupId])).toBe(0);
    // The buffer is free after each session, except for people who go directly to another session.
    const buffers = `select count(*)::int as count from booking b join session s on s.group_id = b.group_id and s.id = b.session_id
      where b.group_id = $1 and b.ends_at < s.ends_at + interval '15 minutes' and not exists (
        select 1 from booking next where next.person_id = b.person_id and next.group_id = b.group_id and next.starts_at = s.ends_at)`;
    expect(await count(buffers, [groupId])).toBe(0);
    const links = `select count(*)::int as count from session s join session o on o.group_id = s.group_id
      and o.id = s.exchanged_with_id where s.group_id = $1 and o.exchanged_with_id is distinct from s.id`;
    expect(await count(links, [groupId])).toBe(0);
    const published = answers.slice(0, 2).filter(({ errors }) => !errors).length;
    const booked = 'select count(*)::int as count from proposed_session where group_id = $1 and session_id is not null';
    const proposed = 'select count(*)::int as count from proposed_session where group_id = $1';
    expect(published).toBeLessThanOrEqual(1);
    expect(await count(booked, [groupId])).toBe(published === 1 ? await count(proposed, [groupId]) : 0);
  });
});

/** Makes a proposal, and waits until it is solved. */
async function proposedIn(organizer: Peer, planId: string): Promise<string> {
  const proposeSchedule = await organizer.proposes({ planId, effort: 'QUICK' });
  for (let status = 'SOLVING'; status === 'SOLVING';) {
    await pause(50);
    status = (await organizer.ask(STATUS, { id: proposeSchedule.id })).node.status;
  }
  return proposeSchedule.id;
}

/** The row ids inside a public id: its group (0), or its own (1). */
function uuidOf(publicId: string, part: 0 | 1): string {
  const hex = Buffer.from(publicId.slice(4), 'base64url')
    .subarray(16 * part, 16 * part + 16)
    .toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
