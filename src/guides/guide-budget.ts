import { fieldProblem } from '../common/errors.js';

/**
 * The budget for reading one document, without the start of its thread: processor time and memory. A busy
 * machine takes more processor time for the same document, so there is room.
 */
export const BUDGET_MILLISECONDS = 2_000;
export const BUDGET_MIB = 128;

export const MOST_NESTING = 50;

/** The refusal of a document that cannot be read within its budget. */
export const tangled = fieldProblem(
  '',
  `a document that can be read within two seconds, nested at most ${MOST_NESTING} deep`,
  'one that is too complex',
);
