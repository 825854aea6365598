import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../common/context.js';
import { publicId } from '../common/ids.js';
import { loading, type Load } from '../common/loading.js';
import { Group } from '../groups/group.entity.js';
import { Invitation } from '../groups/invitation.entity.js';
import { Member } from '../groups/member.entity.js';
import { Guide } from '../guides/guide.entity.js';
import { roundById } from '../guides/guides.loaders.js';
import { Person } from '../people/person.entity.js';
import { SignIn } from '../people/sign-in.entity.js';
import { Candidate } from '../plans/candidate.entity.js';
import { Plan } from '../plans/plan.entity.js';
import { loopOfCandidate, planById, targetSessionsOf } from '../plans/plans.loaders.js';
import { eventSummary } from '../sessions/history.rules.js';
import { readerOf } from '../sessions/sessions.loaders.js';
import { SessionEvent } from '../sessions/session-event.entity.js';
import { sessionsOf } from './session-export.js';

/** The shape of the document: it grows by fields, and another shape gets another name. */
const FORMAT = 'mockloop-export/1';

/** Everything that a person wrote, received and did, in every group that they are or were in, for themself alone. */
@Injectable()
export class ExportService {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  async exportMyData(actor: Actor): Promise<string> {
    const { personId, now } = actor;
    const db = this.db.manager;
    const load = loading({ db, present: actor, viewerId: personId });
    const { id, email, displayName, timeZone, createdAt } = await db.findOneByOrFail(Person, { id: personId });
    const signIns = await db.find(SignIn, { where: { personId }, order: { createdAt: 'ASC' } });
    const members = await db.find(Member, { where: { personId }, order: { joinedAt: 'ASC', id: 'ASC' } });
    const groups: object[] = [];
    for (const member of members) groups.push(await membershipOf(db, load, member, now));
    const person = { id: publicId('Person', { groupId: id, id }), displayName, email, timeZone, createdAt };
    const devices = signIns.map((signIn) => ({ signedInAt: signIn.createdAt, lastUsedAt: signIn.lastUsedAt }));
    return JSON.stringify({ format: FORMAT, exportedAt: now, person, signIns: devices, groups }, null, 2);
  }
}

/** One membership, with all that belongs to it. */
async function membershipOf(db: EntityManager, load: Load, member: Member, now: Date): Promise<object> {
  const { groupId, id, role, joinedAt, leftAt, meetingUrl, weeklyInterviewLimit } = member;
  const { name } = await db.findOneByOrFail(Group, { id: groupId });
  const order = { id: 'ASC' } as const;
  const invitations = await db.find(Invitation, { where: { groupId, invitedById: id }, order });
  const guides = await db.find(Guide, { where: { groupId, importedById: id }, order });
  const plans = await db.find(Plan, { where: { groupId, createdById: id }, order });
  return {
    group: { id: publicId('Group', { groupId, id: groupId }), name },
    membership: { id: publicId('Member', member), role, joinedAt, leftAt, meetingUrl, weeklyInterviewLimit },
    invitationsMade: invitations.map((made) => ({
      role: made.role,
      createdAt: made.createdAt,
      expiresAt: made.expiresAt,
      acceptedAt: made.acceptedAt,
      revokedAt: made.revokedAt,
    })),
    guidesImported: guides.map(({ key, edition, importedAt }) => ({ key, edition, importedAt })),
    plansMade: plans.map(({ title, startsOn, bar, createdAt }) => ({ title, startsOn, bar, createdAt })),
    preparations: await preparationsOf(db, load, member),
    sessions: await sessionsOf(db, load, member, now),
    acts: await actsOf(db, load, member),
  };
}

/** What somebody prepares for, and how their loop is set. */
async function preparationsOf(db: EntityManager, load: Load, { groupId, id }: Member): Promise<object[]> {
  const candidacies = await db.find(Candidate, { where: { groupId, memberId: id }, order: { id: 'ASC' } });
  return Promise.all(
    candidacies.map(async (candidate) => {
      const { trackKey, targetDate, enrolledAt, withdrawnAt, readinessSharing } = candidate;
      const { title } = await load(planById, { groupId, id: candidate.planId });
      const loop = (await load(loopOfCandidate, candidate)).map(async (loopRound) => {
        const { included, realInterviewOn, windowStart, windowEnd } = loopRound;
        const targetSessions = await targetSessionsOf(load, loopRound);
        const round = await load(roundById, { groupId, id: loopRound.roundId });
        return { round: round.title, included, targetSessions, realInterviewOn, windowStart, windowEnd };
      });
      return {
        id: publicId('Candidate', candidate),
        plan: title,
        track: trackKey,
        targetDate,
        enrolledAt,
        withdrawnAt,
        readinessSharing,
        loop: await Promise.all(loop),
      };
    }),
  );
}

/** The lines that somebody left in the histories of sessions, whether or not they sat in. */
async function actsOf(db: EntityManager, load: Load, { groupId, id: byId }: Member): Promise<object[]> {
  const events = await db.find(SessionEvent, { where: { groupId, byId }, order: { id: 'ASC' } });
  return Promise.all(
    events.map(async (event) => {
      const { sessionId, at, kind, reason, facts } = event;
      const summary = event.summary ?? eventSummary(kind, facts, await readerOf(load, event));
      return { session: publicId('Session', { groupId, id: sessionId }), at, kind, reason, summary };
    }),
  );
}
