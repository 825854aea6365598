import { statedBy } from '../availability/availability.state.js';
import { kindsOf } from '../availability/qualification.rules.js';
import { publicId } from '../common/ids.js';
import type { RequestState } from '../common/request-state.js';
import { groupOf, invitationsBy, membershipsOf } from '../groups/groups.state.js';
import type { Member } from '../groups/member.entity.js';
import { everyGuide, everyQuestion, questionOf, roundOf } from '../guides/guides.state.js';
import { signInsOf } from '../people/people.state.js';
import type { Person } from '../people/person.entity.js';
import type { Candidate } from '../plans/candidate.entity.js';
import { candidaciesOf, everyLoopRound, everyPlan, planOf, targetSessionsOf } from '../plans/plans.state.js';
import { eventSummary } from '../sessions/history.rules.js';
import { eventsBy, readerOf } from '../sessions/sessions.state.js';
import { metInOwnView } from '../questions/questions.state.js';
import { proposalsBy } from '../scheduling/proposals.state.js';
import { statusOfSwap, swapsOfMember } from '../scheduling/swaps.state.js';
import { sessionsForExport } from './session-export.js';

/** The shape of the document: it grows by fields, and another shape gets another name. */
const FORMAT = 'mockloop-export/1';

/** Everything that the viewer wrote, received and did, in every group that they are or were in, for them alone. */
export function exportOfViewer(state: RequestState): string {
  const { id, email, displayName, timeZone, createdAt } = state.viewer as Person;
  const signIns = signInsOf(state, id).toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  const document = {
    format: FORMAT,
    exportedAt: state.now,
    person: { id: publicId('Person', { groupId: id, id }), displayName, email, timeZone, createdAt },
    signIns: signIns.map((signIn) => ({ signedInAt: signIn.createdAt, lastUsedAt: signIn.lastUsedAt })),
    groups: membershipsOf(state, id, true).map((member) => membershipFor(state, member)),
  };
  return JSON.stringify(document, null, 2);
}

/** What the member has stated, with the notes. */
function hoursFor(state: RequestState, member: Member): object | null {
  const stated = statedBy(state, member);
  return stated ? { weekly: stated.weekly, exceptions: stated.exceptions, statedAt: stated.statedAt } : null;
}

/** One membership, with all that belongs to it. */
function membershipFor(state: RequestState, member: Member): object {
  const { groupId, id, role, joinedAt, leftAt, meetingUrl, weeklyInterviewLimit } = member;
  const guides = everyGuide(state, groupId).filter(({ importedById }) => importedById === id);
  const plans = everyPlan(state, groupId).filter(({ createdById }) => createdById === id);
  return {
    group: { id: publicId('Group', { groupId, id: groupId }), name: groupOf(state, groupId).name },
    membership: {
      id: publicId('Member', member),
      ...{ role, joinedAt, leftAt, meetingUrl, weeklyInterviewLimit },
      qualifiedFor: kindsOf(member.qualifiedFor),
    },
    hours: hoursFor(state, member),
    invitationsMade: invitationsBy(state, member).map(
      ({ role: offered, createdAt, expiresAt, acceptedAt, revokedAt }) => {
        return { role: offered, createdAt, expiresAt, acceptedAt, revokedAt };
      },
    ),
    guidesImported: byAge(guides).map(({ key, edition, importedAt }) => ({ key, edition, importedAt })),
    plansMade: byAge(plans).map(({ title, startsOn, bar, createdAt }) => ({ title, startsOn, bar, createdAt })),
    preparations: byAge(candidaciesOf(state, member)).map((candidate) => preparationFor(state, candidate)),
    sessions: sessionsForExport(state, member),
    ...questionsFor(state, member),
    ...schedulingFor(state, member),
    acts: actsOf(state, member),
  };
}

function preparationFor(state: RequestState, candidate: Candidate): object {
  const { groupId, planId, trackKey, targetDate, enrolledAt, withdrawnAt, readinessSharing } = candidate;
  return {
    id: publicId('Candidate', candidate),
    plan: planOf(state, { groupId, id: planId })!.title,
    track: trackKey,
    ...{ targetDate, enrolledAt, withdrawnAt, readinessSharing },
    loop: loopFor(state, candidate),
  };
}

/** The questions that the member knows, as they may know it, and those that they wrote. */
function questionsFor(state: RequestState, member: Member): object {
  const { groupId, id } = member;
  const added = everyQuestion(state, groupId).filter(({ authorId }) => authorId === id);
  return {
    questionsMet: metInOwnView(state, member).map(({ kind, at, questionId, sessionId }) => ({
      question: questionOf(state, { groupId, id: questionId })!.title,
      ...{ kind, at, session: sessionId && publicId('Session', { groupId, id: sessionId }) },
    })),
    questionsAdded: byAge(added).map(({ title, topicKey, kinds, difficulty, prompt, hints, lookFor, retiredAt }) => {
      return { title, topic: topicKey, kinds, difficulty, prompt, hints, lookFor, retiredAt };
    }),
  };
}

function schedulingFor(state: RequestState, member: Member): object {
  const { groupId, id } = member;
  return {
    proposalsMade: proposalsBy(state, member).map(({ planId, createdAt, status }) => ({
      plan: planOf(state, { groupId, id: planId })!.title,
      ...{ createdAt, status },
    })),
    swaps: swapsOfMember(state, member).map((swap) => ({
      id: publicId('SwapProposal', swap),
      give: publicId('Session', { groupId, id: swap.giveSessionId }),
      take: swap.takeSessionId && publicId('Session', { groupId, id: swap.takeSessionId }),
      ...{ isOwn: swap.proposedById === id, reason: swap.reason, status: statusOfSwap(state, swap) },
      ...{ proposedAt: swap.proposedAt, answeredAt: swap.answeredAt },
    })),
  };
}

/** Ids tell the order in which things were made. */
const byAge = <T extends { id: string }>(things: readonly T[]): T[] =>
  things.toSorted((a, b) => (a.id < b.id ? -1 : 1));

/** Every round that the loop ever had, in the order of the guide. */
function loopFor(state: RequestState, candidate: { groupId: string; id: string }): object[] {
  const rounds = everyLoopRound(state, candidate).map((loopRound) => ({
    loopRound,
    round: roundOf(state, { groupId: loopRound.groupId, id: loopRound.roundId })!,
  }));
  return rounds
    .toSorted((a, b) => a.round.position - b.round.position)
    .map(({ loopRound, round }) => {
      const { included, realInterviewOn, windowStart, windowEnd } = loopRound;
      const targetSessions = targetSessionsOf(state, loopRound);
      return { round: round.title, included, targetSessions, realInterviewOn, windowStart, windowEnd };
    });
}

/** The lines that a member left in the histories of sessions, whether or not they took part. */
const actsOf = (state: RequestState, member: Member): object[] =>
  byAge(eventsBy(state, member)).map(({ groupId, sessionId, at, kind, reason, facts, summary }) => ({
    session: publicId('Session', { groupId, id: sessionId }),
    at,
    kind,
    reason,
    summary: summary ?? eventSummary(kind, facts, readerOf(state, groupId)),
  }));
