import { ACCEPT, INVITE, REMOVE } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

const GROUP =
  'query ($id: ID!) { group(id: $id) { name settings { feedbackDueHours feedbackDebtDays minimumNoticeHours bufferMinutes } viewerMember { role } members { person { displayName } role } invitations { id role } } }';
const UPDATE =
  'mutation ($input: UpdateGroupInput!) { updateGroup(input: $input) { name settings { feedbackDueHours bufferMinutes } } }';
const ROLE = 'mutation ($id: ID!, $role: MemberRole!) { changeMemberRole(memberId: $id, role: $role) { role } }';
const PREVIEW = 'query ($code: String!) { invitationPreview(code: $code) { groupName invitedBy role } }';
const REVOKE = 'mutation ($id: ID!) { revokeInvitation(invitationId: $id) { invitations { id } } }';

describe('a group', () => {
  it('begins with its founder and sensible settings', async () => {
    const { groupId, organizer } = await world.seed.group({ members: 1 });
    const { group } = await organizer.ask(GROUP, { id: groupId });
    expect(group).toEqual({
      name: 'Evening loop',
      settings: { feedbackDueHours: 48, feedbackDebtDays: 7, minimumNoticeHours: 12, bufferMinutes: 15 },
      viewerMember: { role: 'ORGANIZER' },
      members: [
        { person: { displayName: 'Olga' }, role: 'ORGANIZER' },
        { person: { displayName: 'Ana' }, role: 'MEMBER' },
      ],
      invitations: [],
    });
  });

  it('is visible only to its members', async () => {
    const { groupId, members } = await world.seed.group({ members: 1 });
    const stranger = await world.seed.person('Stranger');
    const foreign = await stranger.refused(GROUP, { id: groupId });
    const unknown = await stranger.refused(GROUP, { id: 'grp_AaIJxTEZdva4SmqY4uw2Tg' });
    expect(foreign).toEqual(unknown);
    expect(foreign.extensions.code).toBe('NOT_FOUND');
    expect((await members[0]!.refused(GROUP, { id: members[0]!.memberId })).extensions.code).toBe('INVALID_INPUT');
    expect((await world.service.ask(GROUP, { id: groupId })).errors![0]!.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('lets organizers change its settings, within limits', async () => {
    const { groupId, organizer, members } = await world.seed.group({ members: 1 });
    const { updateGroup } = await organizer.ask(UPDATE, {
      input: { groupId, feedbackDueHours: 24, bufferMinutes: 0 },
    });
    expect(updateGroup).toEqual({ name: 'Evening loop', settings: { feedbackDueHours: 24, bufferMinutes: 0 } });
    expect((await members[0]!.refused(UPDATE, { input: { groupId, name: 'Mine' } })).extensions.code).toBe('FORBIDDEN');
    const { extensions } = await organizer.refused(UPDATE, {
      input: { groupId, feedbackDueHours: 0, bufferMinutes: 121, name: '' },
    });
    expect(extensions.fields!.map(({ path }) => path)).toEqual(['name', 'feedbackDueHours', 'bufferMinutes']);
  });
});

describe('an invitation', () => {
  it('can be previewed by anybody and accepted once, and is listed only for organizers', async () => {
    const { groupId, organizer, members } = await world.seed.group({ members: 1 });
    const createInvitation = await organizer.invites({ groupId, role: 'ORGANIZER' });
    const { data } = await world.service.ask(PREVIEW, { code: createInvitation.code });
    expect(data.invitationPreview).toEqual({ groupName: 'Evening loop', invitedBy: 'Olga', role: 'ORGANIZER' });
    expect((await organizer.ask(GROUP, { id: groupId })).group.invitations).toHaveLength(1);
    expect((await members[0]!.ask(GROUP, { id: groupId })).group.invitations).toEqual([]);

    const guest = await world.seed.person('Guest');
    expect((await guest.accepts(createInvitation.code)).role).toBe('ORGANIZER');
    expect((await world.service.ask(PREVIEW, { code: createInvitation.code })).data.invitationPreview).toBeNull();
  });

  it('is refused in the same way if it is unknown, used, expired or revoked', async () => {
    const { groupId, organizer } = await world.seed.group({ members: 0 });
    const make = async (input = {}) => await organizer.invites({ groupId, ...input });
    const [used, expired, revoked] = [await make(), await make({ expiresInDays: 1 }), await make()];
    await (await world.seed.person('First')).accepts(used.code);
    await organizer.ask(REVOKE, { id: revoked.invitation.id });
    world.service.clock.pass({ days: 2 });
    const guest = await world.seed.person('Guest');
    const codes = ['nonsense', used.code, expired.code, revoked.code, `${used.code.slice(0, -2)}AA`];
    const refusals = await Promise.all(codes.map((code) => guest.refused(ACCEPT, { code })));
    expect(new Set(refusals.map((refusal) => JSON.stringify(refusal)))).toHaveProperty('size', 1);
    expect(refusals[0]!.extensions.code).toBe('INVITATION_INVALID');
  });

  it('can be made and revoked only by organizers', async () => {
    const { groupId, organizer, members } = await world.seed.group({ members: 1 });
    expect((await members[0]!.refused(INVITE, { input: { groupId } })).extensions.code).toBe('FORBIDDEN');
    const createInvitation = await organizer.invites({ groupId });
    const id = createInvitation.invitation.id;
    expect((await members[0]!.refused(REVOKE, { id })).extensions.code).toBe('FORBIDDEN');
    expect((await (await world.seed.person('Stranger')).refused(REVOKE, { id })).extensions.code).toBe('NOT_FOUND');
    await organizer.ask(REVOKE, { id });
    expect((await organizer.refused(REVOKE, { id })).extensions.code).toBe('NOT_FOUND');
  });

  it('is refused once a hundred are open, or once the group has a hundred members', async () => {
    const { groupId, organizer } = await world.seed.group({ members: 0 });
    const open = await organizer.ask(INVITE, { input: { groupId } });
    for (let n = 1; n < 100; n += 1) await organizer.invites({ groupId });
    expect((await organizer.refused(INVITE, { input: { groupId } })).extensions.code).toBe('LIMIT_REACHED');

    await world.service.db.query(
      `insert into person select gen_random_uuid(), 'crowd' || n || '@example.org', 'x', 'UTC', 'x', now() from generate_series(1, 99) n`,
    );
    const [{ id }] = await world.service.db.query<[{ id: string }]>(
      'select group_id as id from member order by id desc limit 1',
    );
    await world.service.db.query(
      `insert into member select $1, gen_random_uuid(), id, 'MEMBER', now(), null, null, 3 from person where email like 'crowd%'`,
      [id],
    );
    const guest = await world.seed.person('Guest');
    expect((await guest.refused(ACCEPT, { code: open.createInvitation.code })).extensions.code).toBe('LIMIT_REACHED');
  });

  it('an invitation is not used up by a person who is already a member', async () => {
    const { groupId, organizer, members } = await world.seed.group({ members: 1 });
    const createInvitation = await organizer.invites({ groupId });
    expect((await members[0]!.refused(ACCEPT, { code: createInvitation.code })).extensions.code).toBe('ALREADY_EXISTS');
    expect((await world.service.ask(PREVIEW, { code: createInvitation.code })).data.invitationPreview).not.toBeNull();
  });
});

describe('roles and departures', () => {
  it('the last organizer cannot leave or become a plain member', async () => {
    const { organizer, members } = await world.seed.group({ members: 1 });
    expect((await organizer.refused(REMOVE, { id: organizer.memberId })).extensions).toMatchObject({
      code: 'INVALID_STATE',
      state: 'LAST_ORGANIZER',
    });
    expect((await organizer.refused(ROLE, { id: organizer.memberId, role: 'MEMBER' })).extensions.code).toBe(
      'INVALID_STATE',
    );
    await organizer.ask(ROLE, { id: members[0]!.memberId, role: 'ORGANIZER' });
    await organizer.removes(organizer.memberId);
  });

  it('a group keeps one organizer if its last two demote each other at the same instant', async () => {
    const { groupId, organizer, members } = await world.seed.group({ members: 1 });
    const other = members[0]!;
    await organizer.ask(ROLE, { id: other.memberId, role: 'ORGANIZER' });
    await Promise.all([
      world.service.ask(ROLE, { id: other.memberId, role: 'MEMBER' }, organizer.token),
      world.service.ask(ROLE, { id: organizer.memberId, role: 'MEMBER' }, other.token),
    ]);
    const { group } = await organizer.ask(GROUP, { id: groupId });
    expect(group.members.filter(({ role }) => role === 'ORGANIZER')).toHaveLength(1);
  });

  it('members can leave by themselves, and only organizers can remove others', async () => {
    const { groupId, organizer, members } = await world.seed.group({ members: 2 });
    const [ana, bo] = members;
    expect((await ana!.refused(REMOVE, { id: bo!.memberId })).extensions.code).toBe('FORBIDDEN');
    await ana!.removes(ana!.memberId);
    expect((await ana!.refused(GROUP, { id: groupId })).extensions.code).toBe('NOT_FOUND');
    await organizer.removes(bo!.memberId);
    expect((await organizer.refused(REMOVE, { id: bo!.memberId })).extensions.code).toBe('NOT_FOUND');
    const { group } = await organizer.ask(GROUP, { id: groupId });
    expect(group.members).toHaveLength(1);
  });

  it('a member who comes back gets their old membership', async () => {
    const { groupId, organizer, members } = await world.seed.group({ members: 1 });
    const ana = members[0]!;
    await ana.removes(ana.memberId);
    const createInvitation = await organizer.invites({ groupId });
    expect((await ana.accepts(createInvitation.code)).id).toBe(ana.memberId);
  });

  it('a removed organizer cannot come back with an invitation of their own, because it is revoked', async () => {
    const { groupId, organizer, members } = await world.seed.group({ members: 1 });
    const other = members[0]!;
    await organizer.ask(ROLE, { id: other.memberId, role: 'ORGANIZER' });
    const createInvitation = await other.invites({ groupId });
    await organizer.removes(other.memberId);
    expect((await other.refused(ACCEPT, { code: createInvitation.code })).extensions.code).toBe('INVITATION_INVALID');
  });

  it('an organizer who becomes a plain member loses their open invitations', async () => {
    const { groupId, organizer, members } = await world.seed.group({ members: 1 });
    const other = members[0]!;
    await organizer.ask(ROLE, { id: other.memberId, role: 'ORGANIZER' });
    const createInvitation = await other.invites({ groupId, role: 'ORGANIZER' });
    await organizer.ask(ROLE, { id: other.memberId, role: 'MEMBER' });
    expect((await world.service.ask(PREVIEW, { code: createInvitation.code })).data.invitationPreview).toBeNull();
  });

  it('a profile that is set at the instant of a removal does not bring the member back', async () => {
    const SET =
      'mutation ($input: SetInterviewerProfileInput!) { setInterviewerProfile(input: $input) { weeklyInterviewLimit } }';
    for (let round = 0; round < 8; round += 1) {
      const { groupId, organizer, members } = await world.seed.group({ members: 1 });
      const { memberId, token } = members[0]!;
      const sets = [1, 2, 3, 4].map((limit) =>
        world.service.ask(SET, { input: { memberId, weeklyInterviewLimit: limit } }, token),
      );
      await Promise.all([...sets, organizer.ask(REMOVE, { id: memberId })]);
      expect((await organizer.ask(GROUP, { id: groupId })).group.members).toHaveLength(1);
    }
  });

  it('members set their own interviewer profile, and organizers set any profile', async () => {
    const { organizer, members } = await world.seed.group({ members: 2 });
    const [ana, bo] = members;
    const SET =
      'mutation ($input: SetInterviewerProfileInput!) { setInterviewerProfile(input: $input) { weeklyInterviewLimit meetingUrl } }';
    const input = { memberId: ana!.memberId, weeklyInterviewLimit: 5, meetingUrl: 'https://meet.example.org/ana' };
    const set = { weeklyInterviewLimit: 5, meetingUrl: 'https://meet.example.org/ana' };
    expect((await ana!.ask(SET, { input })).setInterviewerProfile).toEqual(set);
    expect((await organizer.ask(SET, { input: { memberId: ana!.memberId } })).setInterviewerProfile).toEqual({
      ...set,
      meetingUrl: null, // Organizers do not see Ana's link.
    });
    expect((await bo!.refused(SET, { input })).extensions.code).toBe('FORBIDDEN');
    expect((await ana!.refused(SET, { input: { ...input, meetingUrl: 'javascript:alert(1)' } })).extensions.code).toBe(
      'INVALID_INPUT',
    );
  });
});
