import { departureReason, eventSummary, type EventFacts } from './history.rules.js';
import { AssignmentRole, Attendance, SessionEventKind } from './session.rules.js';

const reader = { nameOf: (id: string) => `<${id}>`, spoken: (instant: Date) => instant.toISOString().slice(5, 16) };
const [from, to] = ['2027-04-02T10:00:00.000Z', '2027-04-05T18:00:00.000Z'];

describe('a line of the history', () => {
  it.each<[keyof typeof SessionEventKind, EventFacts, string]>([
    ['SCHEDULED', { to }, 'Scheduled for 04-05T18:00.'],
    ['LOGGED', { to }, 'Logged as held on 04-05T18:00.'],
    ['RESCHEDULED', { from, to }, 'Moved from 04-02T10:00 to 04-05T18:00.'],
    ['RESCHEDULED', { from, to, late: true }, 'Moved late from 04-02T10:00 to 04-05T18:00.'],
    ['CANCELLED', { late: false }, 'Cancelled.'],
    ['CANCELLED', { late: true }, 'Cancelled late.'],
    ['CANCELLED', { takenBack: true }, 'Cancelled: it was logged by mistake.'],
    ['LINK_CHANGED', { linkRemoved: true }, 'The link was removed.'],
    ['LINK_CHANGED', {}, 'The link was changed.'],
    ['REASSIGNED', { role: AssignmentRole.LEAD }, 'An interviewer left the group, so a seat is open.'],
    ['REASSIGNED', { role: AssignmentRole.SHADOW }, 'A shadow left the group.'],
    ['EXCHANGE_ENDED', {}, 'The exchange ended, because the other session was changed alone.'],
    ['OVERRIDE', {}, 'An organizer overrode the window and the limits.'],
    [
      'ATTENDANCE',
      {
        people: [
          { memberId: 'ana', attendance: Attendance.LATE },
          { memberId: 'bo', attendance: Attendance.NO_SHOW },
        ],
      },
      '<ana> was late, <bo> did not come.',
    ],
    [
      'ATTENDANCE',
      { decided: true, people: [{ memberId: 'bo', attendance: Attendance.EXCUSED }] },
      'Decided: <bo> was excused.',
    ],
  ])('%s with %j is put into words', (kind, facts, summary) => {
    expect(eventSummary(SessionEventKind[kind], facts, reader)).toBe(summary);
  });

  it.each<[EventFacts, string | null]>([
    [{}, null],
    [{ departure: 'LEFT', memberId: 'bo' }, '<bo> left the group.'],
    [{ departure: 'REMOVED', memberId: 'bo' }, '<bo> was removed from the group.'],
    [{ departure: 'WITHDREW' }, 'The candidate withdrew from the plan.'],
  ])('%j gives the reason %s', (facts, reason) => expect(departureReason(facts, reader)).toBe(reason));
});
