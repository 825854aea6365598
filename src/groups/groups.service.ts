import { Inject, Injectable } from '@nestjs/common';
import { DataSource, IsNull, MoreThan, type EntityManager } from 'typeorm';
import type { Actor, RequestContext } from '../common/context.js';
import { DomainError, ErrorCode, notFound } from '../common/errors.js';
import { newId, type Ref } from '../common/ids.js';
import { daysAfter } from '../common/time.js';
import { inTransaction, lockGroup } from '../common/transaction.js';
import { presentPerson } from '../people/people.service.js';
import { Person } from '../people/person.entity.js';
import { Throttle } from '../people/throttle.js';
import { Group } from './group.entity.js';
import type {
  CreateGroupInput,
  CreateInvitationInput,
  InvitationPreviewObject,
  UpdateGroupInput,
} from './groups.graphql.js';
import { newInvitationCode, parseInvitationCode } from './invitation-code.js';
import { Invitation } from './invitation.entity.js';
import { Member, MemberRole } from './member.entity.js';
import {
  anotherFor,
  assertMayNow,
  assertNotLastOrganizer,
  groupFor,
  memberFor,
  revokeInvitationsOf,
} from './groups.access.js';

const MOST_MEMBERS = 100;
const MOST_OPEN_INVITATIONS = 100;
const WEEKLY_INTERVIEWS = 3;
const DEFAULTS = { feedbackDueHours: 48, feedbackDebtDays: 7, minimumNoticeHours: 12, bufferMinutes: 15 };

/** Groups, who is in them, and how people get in. Leaving is an act of departures/, which knows what it cancels. */
@Injectable()
export class GroupsService {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(Throttle) private readonly throttle: Throttle,
  ) {}

  createGroup(actor: Actor, input: CreateGroupInput): Promise<Group> {
    return inTransaction(this.db, async (tx) => {
      await presentPerson(tx, actor.personId);
      const group = tx.create(Group, {
        id: newId(),
        ...DEFAULTS,
        ...input,
        createdAt: actor.now,
        archivedAt: null,
        archivedById: null,
      });
      await tx.insert(Group, group);
      await tx.insert(Member, newMember(group.id, actor.personId, MemberRole.ORGANIZER, actor.now));
      return group;
    });
  }

  updateGroup(actor: Actor, { groupId, ...changes }: UpdateGroupInput): Promise<Group> {
    return inTransaction(this.db, async (tx) => {
      await lockGroup(tx, actor, groupId.id);
      const { group } = await groupFor(tx, actor, groupId, 'changeSettings');
      const given = Object.entries(changes).filter(([, value]) => value != null);
      return tx.save(Object.assign(group, Object.fromEntries(given)));
    });
  }

  createInvitation(actor: Actor, input: CreateInvitationInput): Promise<{ invitation: Invitation; code: string }> {
    const groupId = input.groupId.id;
    return inTransaction(this.db, async (tx) => {
      const now = await lockGroup(tx, actor, groupId);
      const member = await memberFor(tx, actor, groupId, 'invite');
      await assertFewOpenInvitations(tx, groupId, now);
      const { code, codeHash } = newInvitationCode(groupId);
      const invitation = tx.create(Invitation, {
        groupId,
        id: newId(),
        codeHash,
        role: input.role,
        invitedById: member.id,
        createdAt: now,
        expiresAt: daysAfter(now, input.expiresInDays),
      });
      await tx.insert(Invitation, invitation);
      return { invitation, code };
    });
  }

  revokeInvitation(actor: Actor, ref: Ref): Promise<Group> {
    return inTransaction(this.db, async (tx) => {
      await memberFor(tx, actor, ref.groupId, 'invite', 'invitation');
      const { affected } = await tx.update(
        Invitation,
        { ...ref, acceptedAt: IsNull(), revokedAt: IsNull() },
        { revokedAt: actor.now },
      );
      if (affected === 0) throw notFound('open invitation');
      return tx.findOneByOrFail(Group, { id: ref.groupId });
    });
  }

  invitationPreview(request: RequestContext, code: string): Promise<InvitationPreviewObject | null> {
    const isRefused = (found: unknown) => found === null;
    return this.throttle.code(request, () => this.preview(code, request.now), isRefused);
  }

  private async preview(code: string, now: Date): Promise<InvitationPreviewObject | null> {
    const parsed = parseInvitationCode(code);
    const invitation = parsed && (await this.db.manager.findOneBy(Invitation, { ...parsed, ...open(now) }));
    if (!invitation) return null;
    const { groupId, role, expiresAt } = invitation;
    const group = await this.db.manager.findOneByOrFail(Group, { id: groupId });
    if (group.archivedAt !== null) return null;
    const inviter = await this.db.manager.findOneByOrFail(Member, { groupId, id: invitation.invitedById });
    const person = await this.db.manager.findOneByOrFail(Person, { id: inviter.personId });
    return { groupName: group.name, invitedBy: person.displayName, role, expiresAt };
  }

  /** The statement that finds the code also uses it up, so of fifty people who send it at once only one gets in. */
  acceptInvitation(request: RequestContext, code: string): Promise<Member> {
    const actor = request.signedIn;
    const isRefused = (outcome: Member | Error) =>
      outcome instanceof DomainError && outcome.code === ErrorCode.INVITATION_INVALID;
    return this.throttle.code(request, () => this.accept(actor, code), isRefused);
  }

  private async accept(actor: Actor, code: string): Promise<Member> {
    const parsed = parseInvitationCode(code);
    if (!parsed) throw invitationInvalid();
    return inTransaction(this.db, async (tx) => {
      const now = await lockGroup(tx, actor, parsed.groupId);
      const before = await acceptedBefore(tx, actor, parsed);
      if (before) return before;
      const { affected } = await tx.update(Invitation, { ...parsed, ...open(now) }, { acceptedAt: now });
      if (affected === 0) throw invitationInvalid();
      const { archivedAt } = await tx.findOneByOrFail(Group, { id: parsed.groupId });
      if (archivedAt !== null) throw invitationInvalid();
      await presentPerson(tx, actor.personId);
      const invitation = await tx.findOneByOrFail(Invitation, parsed);
      const member = await join(tx, actor, invitation);
      await tx.update(Invitation, { groupId: member.groupId, id: invitation.id }, { acceptedById: member.id });
      return member;
    });
  }

  changeMemberRole(actor: Actor, ref: Ref, role: MemberRole): Promise<Member> {
    return inTransaction(this.db, async (tx) => {
      const now = await lockGroup(tx, actor, ref.groupId);
      const { viewer, subject } = await anotherFor(tx, actor, ref);
      await assertMayNow(tx, viewer, 'changeRole');
      if (subject.leftAt) throw notFound('member');
      if (role === MemberRole.MEMBER) {
        await assertNotLastOrganizer(tx, subject, 'become a plain member');
        await revokeInvitationsOf(tx, subject, now);
      }
      if (role === subject.role) return subject;
      return tx.save(Object.assign(subject, { role, organizerSince: sinceFor(role, now) }));
    });
  }
}

const open = (now: Date) => ({ acceptedAt: IsNull(), revokedAt: IsNull(), expiresAt: MoreThan(now) });

const invitationInvalid = () =>
  new DomainError('INVITATION_INVALID', 'This invitation is not valid. Ask an organizer for a new one.');

const sinceFor = (role: MemberRole, now: Date): Date | null => (role === MemberRole.ORGANIZER ? now : null);

const newMember = (groupId: string, personId: string, role: MemberRole, now: Date): Member => ({
  groupId,
  id: newId(),
  personId,
  role,
  joinedAt: now,
  leftAt: null,
  organizerSince: sinceFor(role, now),
  meetingUrl: null,
  weeklyInterviewLimit: WEEKLY_INTERVIEWS,
  qualifiedFor: null,
});

/** The membership of a present member who sends the code again that they joined with. */
async function acceptedBefore(
  tx: EntityManager,
  { personId }: Actor,
  code: { groupId: string; codeHash: Buffer },
): Promise<Member | null> {
  const invitation = await tx.findOneBy(Invitation, code);
  if (!invitation?.acceptedById) return null;
  const { groupId, acceptedById: id } = invitation;
  return tx.findOneBy(Member, { groupId, id, personId, leftAt: IsNull() });
}

/** Makes the actor a member, or revives the membership that they once left. */
async function join(tx: EntityManager, actor: Actor, { groupId, role }: Invitation): Promise<Member> {
  const former = await tx.findOneBy(Member, { groupId, personId: actor.personId });
  if (former && !former.leftAt) throw new DomainError('ALREADY_EXISTS', 'You are already a member of this group.');
  const members = await tx.countBy(Member, { groupId, leftAt: IsNull() });
  if (members >= MOST_MEMBERS) {
    throw new DomainError('LIMIT_REACHED', `A group has at most ${MOST_MEMBERS} members. Start a second one.`);
  }
  if (former) {
    // Their scorecards were not owed while they were away, and are owed again now.
    await tx.query('update assignment set card_waived_at = null where group_id = $1 and member_id = $2', [
      groupId,
      former.id,
    ]);
    const organizerSince = sinceFor(role, actor.now);
    return tx.save(Object.assign(former, { role, organizerSince, leftAt: null }));
  }
  const member = newMember(groupId, actor.personId, role, actor.now);
  await tx.insert(Member, member);
  return tx.create(Member, member);
}

async function assertFewOpenInvitations(tx: EntityManager, groupId: string, now: Date): Promise<void> {
  if ((await tx.countBy(Invitation, { groupId, ...open(now) })) < MOST_OPEN_INVITATIONS) return;
  throw new DomainError(
    'LIMIT_REACHED',
    `A group has at most ${MOST_OPEN_INVITATIONS} open invitations. Revoke those that nobody will use.`,
  );
}
