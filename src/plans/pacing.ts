import type { EntityManager } from 'typeorm';
import { fieldProblem, invalidInput } from '../common/errors.js';
import { newId } from '../common/ids.js';
import { dateIn, spoken, type LocalDate } from '../common/time.js';
import { Member } from '../groups/member.entity.js';
import { Round } from '../guides/round.entity.js';
import { Person } from '../people/person.entity.js';
import type { Candidate } from './candidate.entity.js';
import { FormerInclusion } from './former-inclusion.entity.js';
import { LoopRound } from './loop-round.entity.js';
import { earliestTarget, paceLoop, runwayStart, type PacingWindow } from './pacing.rules.js';
import type { Plan } from './plan.entity.js';

/** Today's date in the candidate's zone. */
export async function todayOf(tx: EntityManager, { groupId, memberId }: Candidate, now: Date): Promise<LocalDate> {
  const { personId } = await tx.findOneByOrFail(Member, { groupId, id: memberId });
  const { timeZone } = await tx.findOneByOrFail(Person, { id: personId });
  return dateIn(now, timeZone);
}

/** The earliest target date to which a candidate can move now. */
export async function earliestTargetFor(
  tx: EntityManager,
  { startsOn }: Plan,
  candidate: Candidate,
  now: Date,
): Promise<LocalDate> {
  const included = await tx.countBy(LoopRound, {
    groupId: candidate.groupId,
    candidateId: candidate.id,
    included: true,
  });
  return earliestTarget(runwayStart(startsOn, await todayOf(tx, candidate, now)), included);
}

/** Spreads the windows of a loop from today to the target date; refuses a target that is too near, and says from when. */
export async function pace(tx: EntityManager, plan: Plan, candidate: Candidate, now: Date): Promise<void> {
  const { groupId, id: candidateId, targetDate } = candidate;
  const rounds = await tx.find(Round, { where: { groupId, guideId: plan.guideId }, order: { position: 'ASC' } });
  const loop = new Map((await tx.findBy(LoopRound, { groupId, candidateId })).map((row) => [row.roundId, row]));
  const included = rounds.filter((round) => loop.get(round.id)?.included ?? true);

  const startsOn = runwayStart(plan.startsOn, await todayOf(tx, candidate, now));
  const earliest = earliestTarget(startsOn, included.length);
  if (targetDate < earliest) {
    const expected = `${earliest} (${spoken(earliest)}) or later, so that each of the ${included.length} rounds has its own day, beginning with ${startsOn}`;
    throw invalidInput([fieldProblem('targetDate', expected, targetDate)]);
  }
  const windows = new Map(rounds.map((round) => [round.id, paceLoop([round], startsOn, targetDate).get(round.id)!]));
  for (const [id, window] of paceLoop(included, startsOn, targetDate)) windows.set(id, window);
  const rows = rounds.map((round) => {
    const window = windows.get(round.id)!;
    const row = loop.get(round.id);
    if (row === undefined) return newLoopRound(tx, candidate, round, window);
    return tx.create(LoopRound, { ...row, windowStart: window.start, windowEnd: window.end });
  });
  await tx.save(rows);
  // Rounds that the guide got while the candidate was away do not belong to the candidate's past.
  const added = loop.size === 0 ? [] : rows.filter(({ roundId }) => !loop.has(roundId));
  const former = added.map(({ id: loopRoundId }) => ({
    groupId,
    id: newId(),
    candidateId,
    loopRoundId,
    until: now,
    included: false,
  }));
  if (former.length > 0) await tx.insert(FormerInclusion, former);
}

/**
 * Rounds join a loop that is under way: new ones, and those that an edition or the candidate brings back. Each gets the days that its pacing
 * gives from today on, at least one.
 */
export async function joinRounds(
  tx: EntityManager,
  plan: Plan,
  candidate: Candidate,
  rounds: readonly Round[],
  now: Date,
): Promise<void> {
  if (rounds.length === 0) return;
  const { groupId, id: candidateId, targetDate } = candidate;
  const startsOn = runwayStart(plan.startsOn, await todayOf(tx, candidate, now));
  const earliest = earliestTarget(startsOn, 1);
  const until = targetDate < earliest ? earliest : targetDate;
  const before = new Map((await tx.findBy(LoopRound, { groupId, candidateId })).map((row) => [row.roundId, row]));
  const rows = rounds.map((round) => {
    const window = paceLoop([round], startsOn, until).get(round.id)!;
    const row = before.get(round.id) ?? newLoopRound(tx, candidate, round, window);
    return tx.create(LoopRound, { ...row, windowStart: window.start, windowEnd: window.end });
  });
  await tx.save(rows);
}

const newLoopRound = (
  tx: EntityManager,
  { groupId, id: candidateId }: Candidate,
  round: Round,
  { start, end }: PacingWindow,
): LoopRound =>
  tx.create(LoopRound, {
    groupId,
    id: newId(),
    candidateId,
    roundId: round.id,
    included: true,
    targetSessions: null,
    realInterviewOn: null,
    windowStart: start,
    windowEnd: end,
  });
