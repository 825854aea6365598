type Role = 'ORGANIZER' | 'MEMBER';

const organizers: readonly Role[] = ['ORGANIZER'];
const everybody: readonly Role[] = ['ORGANIZER', 'MEMBER'];

/**
 * Who in a group may do what, and how a refusal names the act. What depends on a seat is in sessions/access.rules.ts.
 */
const acts = {
  read: { who: everybody, deed: 'read this' },
  changeSettings: { who: organizers, deed: 'change the settings of the group' },
  invite: { who: organizers, deed: 'invite people' },
  changeRole: { who: organizers, deed: 'change roles' },
  leave: { who: everybody, deed: 'leave' },
  removeAnother: { who: organizers, deed: 'remove another member' },
  setOwnProfile: { who: everybody, deed: 'set their own interviewer profile' },
  setAnothersProfile: { who: organizers, deed: "set another member's interviewer profile" },
  setOwnHours: { who: everybody, deed: 'state their own hours' },
  importGuide: { who: organizers, deed: 'import guides' },
  useQuestions: { who: everybody, deed: 'open, declare and add questions' },
  managePlans: { who: organizers, deed: 'make and change plans' },
  proposeSchedules: { who: organizers, deed: 'propose and publish schedules' },
  enrollSelf: { who: everybody, deed: 'enroll' },
  enrollAnother: { who: organizers, deed: 'enroll another member' },
  changeOwnCandidacy: { who: everybody, deed: 'change their own preparation' },
  changeAnothersCandidacy: { who: organizers, deed: "change another member's preparation" },
  archive: { who: organizers, deed: 'archive plans and groups' },
  override: { who: organizers, deed: 'set aside windows and limits (overrideReason)' },
} satisfies Record<string, { who: readonly Role[]; deed: string }>;

export type GroupAct = keyof typeof acts;

/** What may still be done in a group that is archived. */
const whileArchived: readonly GroupAct[] = [
  'read',
  'leave',
  'archive',
  'changeOwnCandidacy',
  'changeAnothersCandidacy',
];

export const mayDoWhileArchived = (act: GroupAct): boolean => whileArchived.includes(act);

/** Whether a member of that role may do it. */
export const mayDo = (role: Role, act: GroupAct): boolean => acts[act].who.includes(role);

/** The refusal for a member who may not do it. */
export const onlyOrganizersMay = (act: GroupAct): string =>
  `Only an organizer of the group may ${acts[act].deed}. Ask one of them.`;
