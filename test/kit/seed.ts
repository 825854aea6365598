import type { Data, Optional, Refusal, TestApp, Variables } from './app.js';
import { copiesFor, type Account } from './copies.js';
import { Ids } from './ids.js';

export const GUIDE = 'sony-machine-learning-engineer';

/** A person with an account, who can send operations. */
export interface Someone extends ReturnType<typeof verbsOf> {
  name: string;
  token: string;
  personId: string;
  /** Sends an operation that must succeed, and returns its data. */
  ask: <const Q extends string>(query: Q, ...variables: Optional<Variables<Q>>) => Promise<Data<Q>>;
  /** Sends an operation that must be refused, and returns the refusal. */
  refused: (query: string, variables?: object) => Promise<Refusal>;
  /** Signs in again, for tests in which more than a week passes. */
  signInAgain: () => Promise<void>;
}

/** A person in a group. */
export interface Peer extends Someone {
  memberId: string;
}

/** Untyped JSON, for files, exports and the answers to the README's operations. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

const PASSWORD = 'a long sentence';

let counter = 0;

interface PlanOptions {
  members?: number;
  startsOn?: string;
  targetDate?: string;
  timeZone?: string;
}

/** Builders of small worlds: each test makes its own. */
export function seeding(app: TestApp) {
  const { ask } = app;
  const emails = new WeakMap<object, string>();

  function speakAs(name: string, email: string, firstToken: string, personId: string): Someone {
    const signIn = { token: firstToken };
    const asks: Asking = async (query, ...[variables]) => {
      const { data, errors } = await ask(query, variables, signIn.token);
      expect(errors).toBeUndefined();
      return data;
    };
    const someone: Someone = {
      ...verbsOf(asks),
      name,
      personId,
      get token() {
        return signIn.token;
      },
      async signInAgain() {
        const { data } = await ask(SIGN_IN, { input: { email, password: PASSWORD } });
        signIn.token = data.signIn.token;
      },
      ask: asks,
      async refused(query, variables = {}) {
        const { errors } = await ask(query, variables, signIn.token);
        expect(errors).toHaveLength(1);
        return errors![0]!;
      },
    };
    emails.set(someone, email);
    return someone;
  }

  const newEmail = (): string => `p${(counter += 1)}@example.org`;

  const copies = copiesFor(app, {
    accountOf(value) {
      const email = emails.get(value as object);
      if (email === undefined) return null;
      const { name, token, personId, memberId } = value as Peer;
      return { name, email, token, personId, memberId };
    },
    speakAs: ({ name, email, token, personId, memberId }: Account) =>
      Object.assign(speakAs(name, email, token, personId), { memberId }),
    newEmail,
  });

  async function person(name: string, timeZone = 'Europe/Berlin'): Promise<Someone> {
    const email = newEmail();
    const input = { email, password: PASSWORD, displayName: name, timeZone };
    const { data, errors } = await ask(SIGN_UP, { input });
    expect(errors).toBeUndefined();
    return speakAs(name, email, data.signUp.token, data.signUp.person.id);
  }

  async function join(organizer: Someone, groupId: string, someone: Someone, role = 'MEMBER'): Promise<Peer> {
    const { createInvitation } = await organizer.ask(INVITE, { input: { groupId, role } });
    const { acceptInvitation } = await someone.ask(ACCEPT, { code: createInvitation.code });
    return Object.assign(someone, { memberId: acceptInvitation.id });
  }

  /** A group with an organizer and `members` other members. */
  const group = (options: { members?: number; timeZone?: string } = {}) =>
    copies.of(`group ${JSON.stringify(options)}`, () => newGroup(options));

  async function newGroup({ members = 2, timeZone = 'Europe/Berlin' }: { members?: number; timeZone?: string }) {
    const founder = await person('Olga', timeZone);
    const { createGroup } = await founder.ask(CREATE_GROUP, { input: { name: 'Evening loop', timeZone } });
    const organizer: Peer = Object.assign(founder, { memberId: createGroup.viewerMember.id });
    const names = ['Ana', 'Bo', 'Cy', 'Dee', 'Eli', 'Fay', 'Gus'];
    const peers: Peer[] = [];
    for (let n = 0; n < members; n += 1) {
      peers.push(await join(organizer, createGroup.id, await person(names[n] ?? `Peer ${n}`, timeZone)));
    }
    return { groupId: createGroup.id, organizer, members: peers };
  }

  /** A group with the library guide and a plan in which the first member is a candidate. */
  const plan = (options: PlanOptions = {}) => copies.of(`plan ${JSON.stringify(options)}`, () => newPlan(options));

  async function newPlan(options: PlanOptions) {
    const { startsOn = '2027-02-01', targetDate = '2027-05-01', members = 3 } = options;
    const made = await group({ ...options, members });
    const { importGuide } = await made.organizer.ask(IMPORT, {
      input: { groupId: made.groupId, libraryKey: GUIDE },
    });
    const input = { groupId: made.groupId, guideId: importGuide.id, title: 'Spring', startsOn };
    const { createPlan } = await made.organizer.ask(CREATE_PLAN, { input });
    const rounds = new Ids(importGuide.rounds.map((round) => [round.key, round.id]));
    const candidate = await enroll(made.members[0]!, createPlan.id, targetDate);
    return { ...made, guideId: importGuide.id, planId: createPlan.id, rounds, candidate };
  }

  /** Makes a member a candidate of a plan, and returns the candidate with the loop rounds by key. */
  async function enroll(peer: Peer, planId: string, targetDate = '2027-05-01') {
    const { enrollCandidate } = await peer.ask(ENROLL, {
      input: { planId, memberId: peer.memberId, targetDate },
    });
    const loop = new Ids(enrollCandidate.loop.map(({ id, round }) => [round.key, id]));
    return { id: enrollCandidate.id, loop };
  }

  return { person, join, group, plan, enroll, copies };
}

/** The key of a round with one interviewer, and the key of a round with two. */
export const SOLO_ROUND = 'coding';
export const PAIR_ROUND = 'ml-system-design';

export interface Seat {
  memberId: string;
  role: string;
}

export const seat = (peer: Peer, role = 'LEAD'): Seat => ({ memberId: peer.memberId, role });

/** The input that submits a scorecard, by default for the coding round. */
export const card = (sessionId: string, level: number, recommendation = 'HIRE', criterionKey = 'approach') => ({
  sessionId,
  recommendation,
  ratings: [{ criterionKey, level, evidence: 'Compared two approaches.' }],
});

export const SIGN_UP = 'mutation ($input: SignUpInput!) { signUp(input: $input) { token person { id } } }';
export const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { token } }';
export const CREATE_GROUP =
  'mutation ($input: CreateGroupInput!) { createGroup(input: $input) { id viewerMember { id } } }';
export const INVITE =
  'mutation ($input: CreateInvitationInput!) { createInvitation(input: $input) { code invitation { id } } }';
export const ACCEPT = 'mutation ($code: String!) { acceptInvitation(code: $code) { id role } }';
export const IMPORT =
  'mutation ($input: ImportGuideInput!) { importGuide(input: $input) { id key edition rounds { id key } } }';
export const CREATE_PLAN =
  'mutation ($input: CreatePlanInput!) { createPlan(input: $input) { id title bar startsOn } }';
export const ENROLL =
  'mutation ($input: EnrollCandidateInput!) { enrollCandidate(input: $input) { id targetDate track { key } loop { id windowStart windowEnd round { key } } } }';
export const SCHEDULE =
  'mutation ($input: ScheduleSessionInput!) { scheduleSession(input: $input) { id status startsAt endsAt version openSeats } }';
export const LOG =
  'mutation ($input: LogSessionInput!) { logSession(input: $input) { id status startsAt version feedbackDueAt } }';
export const SUBMIT = 'mutation ($input: ScorecardInput!) { submitScorecard(input: $input) { id status submittedAt } }';
export const SAVE = 'mutation ($input: ScorecardInput!) { saveScorecard(input: $input) { id status } }';
export const AMEND = 'mutation ($input: AmendScorecardInput!) { amendScorecard(input: $input) { id } }';
export const REMOVE =
  'mutation ($id: ID!) { removeMember(memberId: $id) { member { id leftAt } cancelled { id status } uncovered { id openSeats version } } }';
export const ATTEND = 'mutation ($input: RecordAttendanceInput!) { recordAttendance(input: $input) { status } }';
export const CANCEL = 'mutation ($input: CancelSessionInput!) { cancelSession(input: $input) { id status } }';
export const LOCK_SELF =
  'mutation ($input: SelfAssessmentInput!) { lockSelfAssessment(input: $input) { id selfAssessment { lockedAt ratings { level evidence criterion { key } } } } }';
export const NOTE =
  'mutation ($input: NoteInterviewerInput!) { noteInterviewer(input: $input) { id note { helpful text at from { id } } } }';
export const PROFILE = 'mutation ($input: SetInterviewerProfileInput!) { setInterviewerProfile(input: $input) { id } }';
export const HOURS = 'mutation ($input: SetAvailabilityInput!) { setAvailability(input: $input) { id } }';
export const WITHDRAW = 'mutation ($id: ID!) { withdrawCandidate(candidateId: $id) { id } }';
export const MOVE = 'mutation ($input: RescheduleSessionInput!) { rescheduleSession(input: $input) { id } }';
export const REASSIGN = 'mutation ($input: ReassignInterviewerInput!) { reassignInterviewer(input: $input) { id } }';
export const UPDATE_GROUP = 'mutation ($input: UpdateGroupInput!) { updateGroup(input: $input) { name } }';
export const UPDATE_ROUND = 'mutation ($input: UpdateLoopRoundInput!) { updateLoopRound(input: $input) { id } }';
export const UPDATE_PROFILE =
  'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { displayName timeZone } }';
export const UPDATE_CANDIDATE = 'mutation ($input: UpdateCandidateInput!) { updateCandidate(input: $input) { id } }';
export const SHARE = 'mutation ($input: UpdateCandidateInput!) { updateCandidate(input: $input) { readinessSharing } }';
export const PROPOSE = 'mutation ($input: ProposeScheduleInput!) { proposeSchedule(input: $input) { id } }';
export const PUBLISH = 'mutation ($id: ID!) { publishProposal(proposalId: $id) { status } }';
export const SWAP = 'mutation ($input: ProposeSwapInput!) { proposeSwap(input: $input) { id } }';
export const ACCEPT_SWAP = 'mutation ($id: ID!) { acceptSwap(swapId: $id) { status } }';
export const EXCHANGE = 'mutation ($input: ScheduleExchangeInput!) { scheduleExchange(input: $input) { id } }';

type Asking = <const Q extends string>(query: Q, ...variables: Optional<Variables<Q>>) => Promise<Data<Q>>;

/** What people do in nearly every test, as verbs: each sends one mutation and gives what it answers. */
const verbsOf = (ask: Asking) => ({
  submits: async (input: Variables<typeof SUBMIT>['input']) => (await ask(SUBMIT, { input })).submitScorecard,
  saves: async (input: Variables<typeof SAVE>['input']) => (await ask(SAVE, { input })).saveScorecard,
  amends: async (input: Variables<typeof AMEND>['input']) => (await ask(AMEND, { input })).amendScorecard,
  schedules: async (input: Variables<typeof SCHEDULE>['input']) => (await ask(SCHEDULE, { input })).scheduleSession,
  logs: async (input: Variables<typeof LOG>['input']) => (await ask(LOG, { input })).logSession,
  statesAttendance: async (input: Variables<typeof ATTEND>['input']) => (await ask(ATTEND, { input })).recordAttendance,
  setsProfile: async (input: Variables<typeof PROFILE>['input']) =>
    (await ask(PROFILE, { input })).setInterviewerProfile,
  statesHours: async (input: Variables<typeof HOURS>['input']) => (await ask(HOURS, { input })).setAvailability,
  cancels: async (input: Variables<typeof CANCEL>['input']) => (await ask(CANCEL, { input })).cancelSession,
  moves: async (input: Variables<typeof MOVE>['input']) => (await ask(MOVE, { input })).rescheduleSession,
  reassigns: async (input: Variables<typeof REASSIGN>['input']) => (await ask(REASSIGN, { input })).reassignInterviewer,
  locksSelfAssessment: async (input: Variables<typeof LOCK_SELF>['input']) =>
    (await ask(LOCK_SELF, { input })).lockSelfAssessment,
  notes: async (input: Variables<typeof NOTE>['input']) => (await ask(NOTE, { input })).noteInterviewer,
  invites: async (input: Variables<typeof INVITE>['input']) => (await ask(INVITE, { input })).createInvitation,
  importsGuide: async (input: Variables<typeof IMPORT>['input']) => (await ask(IMPORT, { input })).importGuide,
  createsPlan: async (input: Variables<typeof CREATE_PLAN>['input']) => (await ask(CREATE_PLAN, { input })).createPlan,
  enrolls: async (input: Variables<typeof ENROLL>['input']) => (await ask(ENROLL, { input })).enrollCandidate,
  updatesRound: async (input: Variables<typeof UPDATE_ROUND>['input']) =>
    (await ask(UPDATE_ROUND, { input })).updateLoopRound,
  updatesGroup: async (input: Variables<typeof UPDATE_GROUP>['input']) =>
    (await ask(UPDATE_GROUP, { input })).updateGroup,
  updatesCandidate: async (input: Variables<typeof UPDATE_CANDIDATE>['input']) =>
    (await ask(UPDATE_CANDIDATE, { input })).updateCandidate,
  updatesProfile: async (input: Variables<typeof UPDATE_PROFILE>['input']) =>
    (await ask(UPDATE_PROFILE, { input })).updateProfile,
  proposes: async (input: Variables<typeof PROPOSE>['input']) => (await ask(PROPOSE, { input })).proposeSchedule,
  proposesSwap: async (input: Variables<typeof SWAP>['input']) => (await ask(SWAP, { input })).proposeSwap,
  acceptsSwap: async (id: Variables<typeof ACCEPT_SWAP>['id']) => (await ask(ACCEPT_SWAP, { id })).acceptSwap,
  booksExchange: async (input: Variables<typeof EXCHANGE>['input']) =>
    (await ask(EXCHANGE, { input })).scheduleExchange,
  removes: async (id: Variables<typeof REMOVE>['id']) => (await ask(REMOVE, { id })).removeMember,
  withdraws: async (id: Variables<typeof WITHDRAW>['id']) => (await ask(WITHDRAW, { id })).withdrawCandidate,
  publishes: async (id: Variables<typeof PUBLISH>['id']) => (await ask(PUBLISH, { id })).publishProposal,
  accepts: async (code: Variables<typeof ACCEPT>['code']) => (await ask(ACCEPT, { code })).acceptInvitation,
});
