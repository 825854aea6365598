import { AssignmentRole } from '../sessions/session.rules.js';
import { countedSessions } from './counted-sessions.rules.js';

const at = (day: number) => new Date(Date.UTC(2027, 2, day, 18));
const seat = (memberId: string, role = AssignmentRole.LEAD) => ({ memberId, role });

describe('the sessions of members that count for limits', () => {
  it('are the interviews that each gives, without shadows, and their own sessions', () => {
    const { given, own } = countedSessions([
      { id: 'one', startsAt: at(2), candidate: 'ana', panel: [seat('bo'), seat('cy', AssignmentRole.SHADOW)] },
      { id: 'two', startsAt: at(3), candidate: 'bo', panel: [seat('ana'), seat('cy', AssignmentRole.CO_INTERVIEWER)] },
      { id: 'three', startsAt: at(4), candidate: undefined, panel: [seat('bo')] },
    ]);
    const starts = (...days: number[]) => days.map((day) => at(day).getTime());
    expect([...given]).toEqual([
      ['bo', starts(2, 4)],
      ['ana', starts(3)],
      ['cy', starts(3)],
    ]);
    expect([...own]).toEqual([
      ['ana', [{ startsAt: at(2).getTime(), sessionId: 'one' }]],
      ['bo', [{ startsAt: at(3).getTime(), sessionId: 'two' }]],
    ]);
  });
});
