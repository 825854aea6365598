import type { RemedyFacts, RemedyFound } from '../availability/remedies.rules.js';
import { bitOf, BlockReason, type PersonTime } from '../availability/starts.rules.js';
import { appointmentFor, appointmentForExchange, type Appointment } from './appointments.rules.js';
import { reasonOf } from './block-reason.rules.js';
import { choicesOf } from './choices.rules.js';
import type { Field } from './slots.rules.js';
import type { Half } from './participants.rules.js';

/** Why there is no slot, whom it is about, and what would help: each choice works by itself, all of its changes together. */
export interface BlockFound {
  reason: BlockReason;
  memberIds: string[];
  choices: RemedyFound[][];
}

/** Why there is no slot, and the smallest changes that make one appear. Null if slots exist. */
export const blockIn = (field: Field, facts: RemedyFacts): BlockFound | null =>
  blockWithoutRemedy(field) ?? blockFrom(appointmentFor({ field, facts }));

/** The same for an exchange, both halves of which need a slot. */
export const blockOfExchange = (first: Half, second: Half): BlockFound | null =>
  blockWithoutRemedy(first.field) ??
  blockWithoutRemedy(second.field) ??
  blockFrom(appointmentForExchange(first, second));

/** The block of a question that no change can help; null for any other. */
function blockWithoutRemedy({ question, starts }: Field): BlockFound | null {
  const { candidate, interviewers, panelSize, span, earliest, horizon, window } = question;
  const block = (reason: BlockReason, people: readonly PersonTime[]): BlockFound => {
    return { reason, memberIds: people.map(({ memberId }) => memberId), choices: [] };
  };
  const isEmpty = starts.count === 0;
  const isTooFar = span[1] >= horizon && (isEmpty || window[0] >= horizon);
  // Only another member would help.
  if (interviewers.length < panelSize)
    return block(
      BlockReason.NO_QUALIFIED_INTERVIEWER,
      interviewers.map(({ person }) => person),
    );
  // The time that is asked about is over.
  if (isEmpty && span[1] < earliest) return block(BlockReason.TOO_SOON, [candidate]);
  // The time that is asked about, or the round's window, begins later than slots are offered: it comes within reach by itself.
  return isTooFar ? block(BlockReason.OUT_OF_WINDOW, [candidate]) : null;
}

/** Choices that clear only the reason are preferred, unless fewer changes of other kinds are enough. */
function blockFrom(appointment: Appointment): BlockFound | null {
  const found = reasonOf(appointment);
  if (found === null) return null;
  const { reason, memberIds, isOnly } = found;
  const ofReason = isOnly ? choicesOf(appointment, bitOf(reason)) : [];
  const smaller = choicesOf(appointment, EVERY_REASON, ofReason[0]?.length);
  return { reason, memberIds, choices: smaller.length > 0 ? smaller : ofReason };
}

const EVERY_REASON = Object.values(BlockReason).reduce((bits, reason) => bits | bitOf(reason), 0);
