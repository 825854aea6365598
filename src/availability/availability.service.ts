import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../common/context.js';
import { DomainError, notFound } from '../common/errors.js';
import { inTransaction, lockGroup } from '../common/transaction.js';
import { anotherFor, assertMayNow } from '../groups/groups.access.js';
import type { Member } from '../groups/member.entity.js';
import { Availability } from './availability.entity.js';
import type { SetAvailabilityInput, SetInterviewerProfileInput } from './availability.graphql.js';
import { tidied } from './hours.rules.js';

/** When members can be booked, and what they interview for. */
@Injectable()
export class AvailabilityService {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  /** States the member's own hours, and replaces those that were stated before. */
  setAvailability(actor: Actor, { memberId, expectedVersion = null, ...given }: SetAvailabilityInput): Promise<Member> {
    return inTransaction(this.db, async (tx) => {
      const now = await lockGroup(tx, actor, memberId.groupId);
      const { viewer, subject } = await anotherFor(tx, actor, memberId);
      await assertMayNow(tx, viewer, 'setOwnHours');
      if (viewer.id !== subject.id)
        throw new DomainError('FORBIDDEN', 'Members state their own hours. Ask the member.');
      const exceptions = given.exceptions.map(({ timeZone = null, note = null, ...rest }) => ({
        ...rest,
        timeZone,
        note,
      }));
      const hours = { weekly: given.weekly, exceptions };
      const where = { groupId: subject.groupId, memberId: subject.id };
      const before = await tx.findOneBy(Availability, where);
      assertSeen(before, expectedVersion);
      const { weekly, exceptions: dated } = tidied(hours);
      const version = (before?.version ?? 0) + 1;
      await tx.save(
        tx.create(Availability, { ...where, weekly: [...weekly], exceptions: [...dated], statedAt: now, version }),
      );
      return subject;
    });
  }

  /** Sets the member's own profile; organizers also set that of another member. */
  setInterviewerProfile(actor: Actor, input: SetInterviewerProfileInput): Promise<Member> {
    return inTransaction(this.db, async (tx) => {
      await lockGroup(tx, actor, input.memberId.groupId);
      const { viewer, subject } = await anotherFor(tx, actor, input.memberId);
      await assertMayNow(tx, viewer, viewer.id === subject.id ? 'setOwnProfile' : 'setAnothersProfile');
      if (subject.leftAt) throw notFound('member');
      subject.weeklyInterviewLimit = input.weeklyInterviewLimit ?? subject.weeklyInterviewLimit;
      if (input.meetingUrl !== undefined) subject.meetingUrl = input.meetingUrl;
      if (input.qualifiedFor !== undefined)
        subject.qualifiedFor = input.qualifiedFor && [...new Set(input.qualifiedFor)].toSorted();
      return tx.save(subject);
    });
  }
}

/** Refuses hours that would overwrite newer hours that the member has not seen. */
function assertSeen(before: Availability | null, expectedVersion: number | null): void {
  const currentVersion = before?.version ?? null;
  if (currentVersion === expectedVersion) return;
  const message =
    currentVersion === null
      ? 'You have not stated any hours yet. Leave expectedVersion out.'
      : `Your hours have changed since you looked: they are at version ${currentVersion}. Read them again, and state them again.`;
  throw new DomainError('VERSION_CONFLICT', message, { currentVersion: currentVersion ?? 0 });
}
