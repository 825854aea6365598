import { setTimeout as pause } from 'node:timers/promises';
import type { Instance, InstancePeer, InstanceRound } from '../bench/schedule/instance.js';
import { seededRandom } from '../src/scheduling/solver/random.js';
import { check } from './kit/schedule-checker.js';
import { type Peer } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();
const READ = `query ($id: ID!) { node(id: $id) { ... on ScheduleProposal { status quality { placed placedBound }
  sessions { id startsAt endsAt exchangedWith loopRound { id } panel { member { id } } }
  unplaced { loopRound { id } block { reason remedies { kind } } } } } }`;
const PLAN = `query ($id: ID!) { plan(id: $id) { group { settings { minimumNoticeHours bufferMinutes } }
  candidates { id targetDate member { id } loop { id windowStart windowEnd targetSessions
    round { id kind minutes panelSize }
    sessions { id startsAt endsAt exchangedWith { startsAt } panel { member { id } } } } } } }`;
const SLOTS = `query ($id: ID!, $from: DateTime, $to: DateTime, $panel: [ID!]) { node(id: $id) { ... on LoopRound {
  slots(first: 1, from: $from, to: $to, panel: $panel) {
    slots { startsAt panel { role member { id } } } block { reason } } } } }`;

const days = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
const kinds = ['RECRUITER_SCREEN', 'PHONE_SCREEN', 'CODING', 'SYSTEM_DESIGN', 'DOMAIN', 'BEHAVIORAL', 'HIRING_MANAGER'];
const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Europe/London'];
const clock = (hour: number) => `${String(Math.floor(hour)).padStart(2, '0')}:${hour % 1 === 0 ? '00' : '30'}`;

interface Member {
  peer: Peer;
  zone: string;
  weekly: { day: string; start: string; end: string }[];
  qualified: string[];
  limit: number;
}

/** Six people with random zones and random hours, three of whom prepare. */
async function generated(seed: number) {
  const random = seededRandom(seed);
  const below = (n: number) => Math.floor(random() * n);
  const made = await world.seed.plan({ members: 1, targetDate: '2027-03-16' });
  const people: { peer: Peer; zone: string }[] = [
    { peer: made.organizer, zone: 'Europe/Berlin' },
    { peer: made.members[0]!, zone: 'Europe/Berlin' },
  ];
  for (const name of ['Bo', 'Cy', 'Dee', 'Eli']) {
    const zone = zones[below(zones.length)]!;
    const peer = await world.seed.join(made.organizer, made.groupId, await world.seed.person(name, zone));
    people.push({ peer, zone });
  }
  for (const { peer } of people.slice(2, 4)) await world.seed.enroll(peer, made.planId, '2027-03-19');
  const members: Member[] = [];
  for (const { peer, zone } of people) {
    const weekly = Array.from({ length: 2 + below(4) }, () => {
      const from = 12 + below(18) / 2;
      return { day: days[below(7)]!, start: clock(from), end: clock(Math.min(24, from + 1 + below(6) / 2)) };
    });
    const qualified = kinds.filter(() => below(4) > 0);
    const limit = 1 + below(4);
    await peer.statesHours({ memberId: peer.memberId, weekly, exceptions: [] });
    const input = { memberId: peer.memberId, qualifiedFor: qualified, weeklyInterviewLimit: limit };
    await made.organizer.setsProfile(input);
    members.push({ peer, zone, weekly, qualified, limit });
  }
  return { ...made, members, random: below };
}

type Generated = Awaited<ReturnType<typeof generated>>;

async function proposed({ organizer, planId }: Generated) {
  const proposeSchedule = await organizer.proposes({ planId, effort: 'QUICK' });
  for (;;) {
    const { node } = await organizer.ask(READ, { id: proposeSchedule.id });
    if (node.status !== 'SOLVING') return node;
    await pause(20);
  }
}

type Proposed = Awaited<ReturnType<typeof proposed>>;

/** What the API says about a plan, in the checker's format. The checker treats each sitting of a round as a round. */
async function instanceOf({ organizer, planId, members }: Generated) {
  const { plan } = await organizer.ask(PLAN, { id: planId });
  const { minimumNoticeHours, bufferMinutes } = plan.group.settings;
  const notBefore = new Date(world.service.clock.now().getTime() + minimumNoticeHours * 3_600_000);
  const confirmed: ((typeof plan.candidates)[number]['loop'][number]['sessions'][number] & { round: string })[] = [];
  const peers = members.map(({ peer, zone, weekly, qualified, limit }): InstancePeer => {
    const hours = weekly.map(({ day, start, end }) => ({ dow: days.indexOf(day) + 1, start, end }));
    return { id: peer.memberId, zone, weekly: hours, qualified, max_interviews_per_week: limit };
  });
  const loops = plan.candidates.map((candidate) => ({
    candidate: candidate.member.id,
    target_date: candidate.targetDate,
    rounds: candidate.loop.flatMap((loopRound) => {
      for (const [n, session] of loopRound.sessions.entries())
        confirmed.push({ ...session, round: `${loopRound.id}#${n}` });
      return Array.from(
        { length: Math.max(loopRound.targetSessions, loopRound.sessions.length) },
        (_, n): InstanceRound => {
          const { round, windowStart: from, windowEnd: to } = loopRound;
          return {
            id: `${loopRound.id}#${n}`,
            type: round.kind,
            duration_min: round.minutes,
            interviewers: round.panelSize,
            from,
            to,
          };
        },
      );
    }),
  }));
  const instance: Instance = {
    ...{ id: 'generated', grid_minutes: 15, buffer_minutes: 0, not_before: notBefore.toISOString() },
    ...{ horizon: { from: '2027-03-01', to: '2027-06-01' }, peers, loops },
    confirmed: confirmed.map(({ round, startsAt, panel }) => {
      return { round, status: 'CONFIRMED', start: startsAt, interviewers: panel.map(({ member }) => member.id) };
    }),
  };
  const candidateOf = new Map<string, string>(
    plan.candidates.flatMap(({ member, loop }) => loop.map(({ id }) => [id, member.id])),
  );
  return { instance, confirmed, bufferMinutes: bufferMinutes, candidateOf, plan };
}

/** Every problem that an independent check finds in a proposal together with the booked sessions. */
async function wrongWith(made: Generated, { sessions }: Pick<Proposed, 'sessions'>): Promise<string[]> {
  const { instance, confirmed, bufferMinutes, candidateOf } = await instanceOf(made);
  const used = new Map<string, number>();
  for (const { round } of confirmed) {
    const id = round.split('#')[0];
    used.set(id!, (used.get(id!) ?? 0) + 1);
  }
  const schedule = sessions.map(({ startsAt, loopRound, panel }) => {
    const n = used.get(loopRound.id) ?? 0;
    used.set(loopRound.id, n + 1);
    const interviewers = panel.map(({ member }) => member.id);
    return { round: `${loopRound.id}#${n}`, start: startsAt, interviewers, shadow: null, question: null };
  });
  const { wrong } = check(instance, { sessions: [...schedule, ...instance.confirmed!.map(asPlaced)], unplaced: [] });
  // The buffer is free after every session but the first half of an exchange.
  const starts = new Map<string, string>(sessions.map(({ id, startsAt }) => [id, startsAt]));
  const claims = [
    ...sessions.map((each) => ({ ...each, followed: starts.get(each.exchangedWith) === each.endsAt })),
    ...confirmed.map((each) => ({
      ...each,
      loopRound: { id: each.round.split('#')[0] },
      followed: each.exchangedWith?.startsAt === each.endsAt,
    })),
  ].flatMap(({ startsAt, endsAt, loopRound, panel, followed }) =>
    [candidateOf.get(loopRound.id!), ...panel.map(({ member }) => member.id)].map((id) => {
      return { id, from: Date.parse(startsAt), until: Date.parse(endsAt) + (followed ? 0 : bufferMinutes * 60_000) };
    }),
  );
  for (const [n, one] of claims.entries())
    for (const other of claims.slice(n + 1))
      if (one.id === other.id && one.from < other.until && other.from < one.until)
        wrong.push(`${one.id} has no buffer`);
  return wrong;
}

const asPlaced = ({ round, start, interviewers }: NonNullable<Instance['confirmed']>[number]) => ({
  ...{ round, start, interviewers: [...interviewers], shadow: null, question: null },
});

/** Books the first slot that some random rounds offer, and returns how many were booked. */
async function bookSlots(made: Generated, count: number): Promise<number> {
  const { plan } = await instanceOf(made);
  const rounds = plan.candidates.flatMap((candidate) => candidate.loop.map((loopRound) => ({ candidate, loopRound })));
  let booked = 0;
  for (let n = 0; n < count; n += 1) {
    const { candidate, loopRound } = rounds[made.random(rounds.length)]!;
    const { slots } = (await made.organizer.ask(SLOTS, { id: loopRound.id })).node.slots;
    if (slots.length === 0) continue;
    const { startsAt, panel } = slots[0]!;
    const seats = panel.map(({ role, member }) => ({ memberId: member.id, role }));
    const input = { candidateId: candidate.id, roundId: loopRound.round.id, startsAt, panel: seats };
    await made.organizer.schedules(input);
    booked += 1;
  }
  return booked;
}

describe('generated groups', () => {
  it('can book the slots that they see, and get proposals that agree with slots and with an independent check', async () => {
    let [booked, placed, blocked] = [0, 0, 0];
    for (const seed of [1, 2, 3]) {
      const made = await generated(20_270_331 + seed);
      booked += await bookSlots(made, 4);
      const proposal = await proposed(made);
      expect([seed, proposal.status]).toEqual([seed, 'OPEN']);
      expect([seed, await wrongWith(made, proposal)]).toEqual([seed, []]);
      placed += proposal.sessions.length;
      for (const { loopRound, startsAt, panel } of proposal.sessions) {
        const to = new Date(Date.parse(startsAt) + 1).toISOString();
        const asked = { id: loopRound.id, from: startsAt, to, panel: panel.map(({ member }) => member.id) };
        const { slots } = (await made.organizer.ask(SLOTS, asked)).node.slots;
        expect([seed, slots.length]).toEqual([seed, 1]);
      }
      for (const { loopRound, block } of proposal.unplaced.filter((each) => each.block.reason !== 'CROWDED_OUT')) {
        const found = (await made.organizer.ask(SLOTS, { id: loopRound.id })).node.slots;
        expect([seed, found]).toEqual([seed, { slots: [], block: { reason: block.reason } }]);
        blocked += 1;
      }
      const publishProposal = await made.organizer.publishes(await idOfNewest(made));
      expect(publishProposal.status).toBe('PUBLISHED');
      for (const { loopRound } of proposal.unplaced.filter(({ block }) => block.reason === 'CROWDED_OUT')) {
        const found = (await made.organizer.ask(SLOTS, { id: loopRound.id })).node.slots;
        expect([seed, found.slots]).toEqual([seed, []]);
      }
      expect([seed, await wrongWith(made, { sessions: [] })]).toEqual([seed, []]);
    }
    expect(booked).toBeGreaterThan(2);
    expect(placed).toBeGreaterThan(12);
    expect(blocked).toBeGreaterThan(5);
  });

  it('never get fewer sittings placed after a member has added hours, if both results are proven to be optimal', async () => {
    let compared = 0;
    for (const seed of [11, 12]) {
      const made = await generated(20_270_331 + seed);
      const before = (await proposed(made)).quality;
      const member = made.members[made.random(made.members.length)]!;
      const weekly = [...member.weekly, { day: days[made.random(7)]!, start: '18:00', end: '20:00' }];
      const { memberId } = member.peer;
      await member.peer.statesHours({ memberId, weekly, exceptions: [], expectedVersion: 1 });
      const after = (await proposed(made)).quality;
      if (before.placed !== before.placedBound || after.placed !== after.placedBound) continue;
      compared += 1;
      expect(after.placed).toBeGreaterThanOrEqual(before.placed);
    }
    expect(compared).toBeGreaterThan(0);
  });
});

const idOfNewest = async ({ organizer, planId }: Generated): Promise<string> =>
  (await organizer.ask('query ($id: ID!) { plan(id: $id) { proposals { id } } }', { id: planId })).plan.proposals[0]!
    .id;
