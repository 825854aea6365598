import { INVITE, seat, type Peer } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

const STATE_HOURS = `mutation ($input: SetAvailabilityInput!) { setAvailability(input: $input) { id availability {
  timeZone version statedAt weekly { day start end } exceptions { date timeZone note windows { start end } } } } }`;
const PROFILE = `mutation ($input: SetInterviewerProfileInput!) { setInterviewerProfile(input: $input) {
  qualifiedFor weeklyInterviewLimit } }`;
const HOURS = `query ($id: ID!, $from: DateTime!, $to: DateTime!) { node(id: $id) { ... on Member { qualifiedFor
  availability { version timeZone exceptions { note } windows(from: $from, to: $to) { startsAt endsAt } } } } }`;
const ATTENTION = '{ viewer { attention { id kind since text session { id } group { name } } } }';

const evenings = [{ day: 'TUESDAY', start: '18:00', end: '20:00' }];
const week = { from: '2027-03-01T00:00:00Z', to: '2027-03-08T00:00:00Z' };

const states = (peer: Peer, input: object = {}) =>
  peer.ask(STATE_HOURS, { input: { memberId: peer.memberId, weekly: evenings, exceptions: [], ...input } });
const hoursOf = async (viewer: Peer, { memberId }: Peer, span = week) =>
  (await viewer.ask(HOURS, { id: memberId, ...span })).node;

describe('hours', () => {
  it('are stated by members, merged, and read by the group as instants', async () => {
    const { organizer, members } = await world.seed.group();
    const [ana, bo] = members as [Peer, Peer];
    expect((await hoursOf(bo, ana)).availability).toBeNull();
    const weekly = [...evenings, { day: 'TUESDAY', start: '19:30', end: '21:00' }];
    const { setAvailability } = await states(ana, { weekly });
    expect(setAvailability.availability).toMatchObject({
      timeZone: 'Europe/Berlin',
      version: 1,
      weekly: [{ day: 'TUESDAY', start: '18:00', end: '21:00' }],
    });
    for (const viewer of [ana, bo, organizer])
      expect((await hoursOf(viewer, ana)).availability.windows).toEqual([
        { startsAt: '2027-03-02T17:00:00.000Z', endsAt: '2027-03-02T20:00:00.000Z' },
      ]);
  });

  it('keep their wall times when their member moves to another zone, and may name a zone for a date', async () => {
    const { members } = await world.seed.group({ members: 1 });
    const [ana] = members as [Peer];
    const travel = { date: '2027-03-05', windows: [{ start: '09:00', end: '10:00' }], timeZone: 'Asia/Tokyo' };
    await states(ana, { exceptions: [travel] });
    await ana.ask('mutation { updateProfile(input: { timeZone: "America/New_York" }) { id } }');
    expect((await hoursOf(ana, ana)).availability).toMatchObject({
      timeZone: 'America/New_York',
      windows: [
        { startsAt: '2027-03-02T23:00:00.000Z', endsAt: '2027-03-03T01:00:00.000Z' },
        { startsAt: '2027-03-05T00:00:00.000Z', endsAt: '2027-03-05T01:00:00.000Z' },
      ],
    });
  });

  it('are cut at 92 days if ten years are asked for, and are empty for an empty span', async () => {
    const { members } = await world.seed.group({ members: 1 });
    const [ana] = members as [Peer];
    await states(ana);
    const { windows } = (await hoursOf(ana, ana, { ...week, to: '2037-03-01T00:00:00Z' })).availability;
    expect(windows).toHaveLength(13);
    expect((await hoursOf(ana, ana, { from: week.to, to: week.from })).availability.windows).toEqual([]);
  });

  it('have notes that only their member can read', async () => {
    const { organizer, members } = await world.seed.group({ members: 1 });
    const [ana] = members as [Peer];
    await states(ana, { exceptions: [{ date: '2027-03-05', windows: [], note: 'Dentist' }] });
    expect((await hoursOf(ana, ana)).availability.exceptions).toEqual([{ note: 'Dentist' }]);
    expect((await hoursOf(organizer, ana)).availability.exceptions).toEqual([{ note: null }]);
  });

  it('are not overwritten by a second tab, even when both save at the same instant', async () => {
    const { members } = await world.seed.group({ members: 1 });
    const [ana] = members as [Peer];
    await states(ana);
    const input = { memberId: ana.memberId, weekly: [], exceptions: [] };
    const forgotten = await ana.refused(STATE_HOURS, { input });
    expect(forgotten.extensions).toMatchObject({ code: 'VERSION_CONFLICT', currentVersion: 1 });
    const answers = await Promise.all(
      [1, 1, 1].map((expectedVersion) =>
        world.service.ask(STATE_HOURS, { input: { ...input, expectedVersion } }, ana.token),
      ),
    );
    expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(1);
    expect(answers.flatMap(({ errors = [] }) => errors.map(({ extensions }) => extensions.code))).toEqual([
      'VERSION_CONFLICT',
      'VERSION_CONFLICT',
    ]);
    const early = { memberId: ana.memberId, weekly: [], exceptions: [], expectedVersion: 7 };
    expect((await ana.refused(STATE_HOURS, { input: early })).extensions.currentVersion).toBe(2);
  });

  it('can be stated only by their member', async () => {
    const { organizer, members } = await world.seed.group();
    const [ana, bo] = members as [Peer, Peer];
    const stranger = await world.seed.person('Stranger');
    const input = { memberId: ana.memberId, weekly: evenings, exceptions: [] };
    for (const other of [organizer, bo])
      expect((await other.refused(STATE_HOURS, { input })).extensions.code).toBe('FORBIDDEN');
    expect((await stranger.refused(STATE_HOURS, { input })).extensions.code).toBe('NOT_FOUND');
  });

  it('are refused with every bad field named', async () => {
    const { members } = await world.seed.group({ members: 1 });
    const [ana] = members as [Peer];
    const bad = async (input: object) => {
      const whole = { memberId: ana.memberId, weekly: [], exceptions: [], ...input };
      const { extensions } = await ana.refused(STATE_HOURS, { input: whole });
      expect(extensions.code).toBe('INVALID_INPUT');
      return extensions.fields!.map(({ path }) => path);
    };
    const empty = { day: 'MONDAY', start: '18:00', end: '18:00' };
    const wrongTimes = { day: 'MONDAY', start: '25:00', end: '9:00' };
    const twice = { date: '2027-03-05', windows: [] };
    const wrong = ['weekly[0].end', 'weekly[1].end', 'weekly[1].start', 'exceptions[1].date'];
    expect((await bad({ weekly: [empty, wrongTimes], exceptions: [twice, twice] })).toSorted()).toEqual(
      wrong.toSorted(),
    );
    const days = Array.from({ length: 400 }, (_, n) => new Date(Date.UTC(2027, 0, n + 1)).toISOString().slice(0, 10));
    expect(await bad({ exceptions: days.map((date) => ({ date, windows: [] })) })).toEqual(['exceptions']);
    const note = 'x'.repeat(201);
    const everything = {
      weekly: [empty, wrongTimes, { ...empty, day: 'FUNDAY' }, { day: 'MONDAY' }],
      exceptions: [twice, { ...twice, note }, ...days.map((date) => ({ date, windows: [] }))],
      expectedVersion: 0,
    };
    expect(new Set(await bad(everything))).toEqual(
      new Set([
        ...wrong,
        'weekly[2].day',
        'weekly[2].end',
        'weekly[3].start',
        'weekly[3].end',
        'exceptions',
        'exceptions[1].note',
        'expectedVersion',
        `exceptions[${days.indexOf('2027-03-05') + 2}].date`,
      ]),
    );
    const ends = Array.from({ length: 57 }, (_, n) => `0${Math.floor(n / 6)}:${n % 6}5`);
    const monday = ends.map((end) => ({ day: 'MONDAY', start: '00:00', end }));
    expect(await bad({ weekly: monday })).toEqual(['weekly']);
    // A default is not missing, whatever else is wrong.
    const { extensions } = await ana.refused(INVITE, { input: { groupId: 'x', role: 'NOBODY' } });
    expect(extensions.fields!.map(({ path }) => path)).toEqual(['role', 'groupId']);
  });

  it('that are missing appear under attention once the group has a candidate', async () => {
    const { groupId, organizer } = await world.seed.group({ members: 0 });
    const missing = async () =>
      (await organizer.ask(ATTENTION)).viewer.attention.filter(({ kind }) => kind === 'HOURS_MISSING');
    expect(groupId).not.toBe('');
    expect(await missing()).toEqual([]);
    const plan = await world.seed.plan({ members: 2 });
    const [, bo] = plan.members as [Peer, Peer];
    const waiting = (await bo.ask(ATTENTION)).viewer.attention;
    expect(waiting).toMatchObject([{ kind: 'HOURS_MISSING', session: null, group: { name: 'Evening loop' } }]);
    expect(waiting[0]!.text).toContain('setAvailability');
    await states(bo);
    expect((await bo.ask(ATTENTION)).viewer.attention).toEqual([]);
  });
});

describe('what a member interviews for', () => {
  it('is every kind of round until the member or an organizer sets it', async () => {
    const { organizer, members } = await world.seed.group();
    const [ana, bo] = members as [Peer, Peer];
    expect((await hoursOf(bo, ana)).qualifiedFor).toHaveLength(8);
    const set = (by: Peer, qualifiedFor: string[] | null) =>
      by.ask(PROFILE, { input: { memberId: ana.memberId, qualifiedFor } });
    expect((await set(ana, ['DOMAIN', 'CODING', 'CODING'])).setInterviewerProfile.qualifiedFor).toEqual([
      'CODING',
      'DOMAIN',
    ]);
    expect((await set(organizer, [])).setInterviewerProfile.qualifiedFor).toEqual([]);
    await organizer.ask(PROFILE, { input: { memberId: ana.memberId, weeklyInterviewLimit: 5 } });
    expect((await hoursOf(bo, ana)).qualifiedFor).toEqual([]);
    expect((await set(ana, null)).setInterviewerProfile.qualifiedFor).toHaveLength(8);
    const input = { memberId: ana.memberId, qualifiedFor: ['CODING'] };
    expect((await bo.refused(PROFILE, { input })).extensions.code).toBe('FORBIDDEN');
    expect(seat(ana).memberId).toBe(ana.memberId);
  });
});
