import { fieldProblem, type FieldProblem } from '../common/errors.js';

/** One half of an exchange that is asked for: whose round it is, and how many interviewers the round wants. */
interface HalfFacts {
  memberId: string;
  panelSize: number;
}

/** What is wrong with an exchange: its halves are rounds of two members, each for one interviewer. */
export function exchangeProblems(first: HalfFacts, second: HalfFacts): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const halves = { firstLoopRoundId: first, secondLoopRoundId: second };
  for (const [path, { panelSize }] of Object.entries(halves))
    if (panelSize !== 1)
      problems.push(fieldProblem(path, 'a round for one interviewer', `a round for ${panelSize} interviewers`));
  if (first.memberId === second.memberId)
    problems.push(fieldProblem('secondLoopRoundId', "a round of another member's loop", 'a round of the same member'));
  return problems;
}
