import { Availability } from '../availability/availability.entity.js';
import { InterviewerNote } from '../feedback/interviewer-note.entity.js';
import { Rating } from '../feedback/rating.entity.js';
import { ScorecardDraft } from '../feedback/scorecard-draft.entity.js';
import { ScorecardVersion } from '../feedback/scorecard-version.entity.js';
import { Scorecard } from '../feedback/scorecard.entity.js';
import { SelfAssessment } from '../feedback/self-assessment.entity.js';
import { SelfRating } from '../feedback/self-rating.entity.js';
import { Group } from '../groups/group.entity.js';
import { Invitation } from '../groups/invitation.entity.js';
import { Member } from '../groups/member.entity.js';
import { Guide } from '../guides/guide.entity.js';
import { Question } from '../guides/question.entity.js';
import { Round } from '../guides/round.entity.js';
import { Person } from '../people/person.entity.js';
import { SignIn } from '../people/sign-in.entity.js';
import { ServerKey, ThrottleCount, UsualAddress } from '../people/throttle.entity.js';
import { Candidate } from '../plans/candidate.entity.js';
import { FormerBar } from '../plans/former-bar.entity.js';
import { FormerEdition } from '../plans/former-edition.entity.js';
import { FormerInclusion } from '../plans/former-inclusion.entity.js';
import { LoopRound } from '../plans/loop-round.entity.js';
import { Plan } from '../plans/plan.entity.js';
import { QuestionClaim } from '../questions/question-claim.entity.js';
import { QuestionExposure } from '../questions/question-exposure.entity.js';
import { QuestionKitOpening } from '../questions/question-kit-opening.entity.js';
import { QuestionSetItem } from '../questions/question-set-item.entity.js';
import { QuestionSet } from '../questions/question-set.entity.js';
import { Proposal } from '../scheduling/proposal.entity.js';
import { ProposedSession } from '../scheduling/proposed-session.entity.js';
import { SolveLease } from '../scheduling/solve-lease.entity.js';
import { SwapProposal } from '../scheduling/swap-proposal.entity.js';
import { AttendanceStatement } from '../sessions/attendance-statement.entity.js';
import { Assignment } from '../sessions/assignment.entity.js';
import { Booking } from '../sessions/booking.entity.js';
import { SessionEvent } from '../sessions/session-event.entity.js';
import { SessionLook } from '../sessions/session-look.entity.js';
import { Session } from '../sessions/session.entity.js';

/** Every table of the service, in the order of the features. */
export const entities = [
  Person,
  SignIn,
  ServerKey,
  ThrottleCount,
  UsualAddress,
  Group,
  Member,
  Invitation,
  Guide,
  Round,
  Question,
  Plan,
  Candidate,
  LoopRound,
  FormerBar,
  FormerEdition,
  FormerInclusion,
  Session,
  Assignment,
  Booking,
  SessionEvent,
  SessionLook,
  AttendanceStatement,
  Scorecard,
  ScorecardDraft,
  ScorecardVersion,
  Rating,
  SelfAssessment,
  SelfRating,
  InterviewerNote,
  QuestionSet,
  QuestionSetItem,
  QuestionClaim,
  QuestionExposure,
  QuestionKitOpening,
  Availability,
  Proposal,
  ProposedSession,
  SolveLease,
  SwapProposal,
];
