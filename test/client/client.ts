import {
  AmIReadyDocument,
  GradeDocument,
  ScheduleDocument,
  type OurWeekQuery,
  type ScheduleMutationVariables,
} from './generated.js';

/** Code as a client would write it: every value has a type, and nothing is cast. */
export function upcoming({ group }: OurWeekQuery): string[] {
  return (group?.sessions.nodes ?? []).map(
    ({ startsAt, round, panel }) =>
      `${startsAt} ${round.title}: ${panel.map(({ member }) => member.person.displayName).join(', ')}`,
  );
}

export const variables: ScheduleMutationVariables = {
  input: {
    candidateId: 'can_…',
    roundId: 'rnd_…',
    startsAt: '2027-03-02T18:00:00Z',
    panel: [{ memberId: 'mem_…', role: 'LEAD' }],
  },
};

export const documents = [AmIReadyDocument, ScheduleDocument, GradeDocument];
