import { mayDoWithSession, sessionRefusal, type SessionAct, type Standing } from './access.rules.js';
import { AssignmentRole } from './session.rules.js';

const nobody: Standing = { organizer: false, candidate: false, panelRole: null };
const standings: Record<string, Standing> = {
  member: nobody,
  organizer: { ...nobody, organizer: true },
  candidate: { ...nobody, candidate: true },
  lead: { ...nobody, panelRole: AssignmentRole.LEAD },
  coInterviewer: { ...nobody, panelRole: AssignmentRole.CO_INTERVIEWER },
  shadow: { ...nobody, panelRole: AssignmentRole.SHADOW },
};

describe('who may do what with a session', () => {
  it.each<[SessionAct, string[]]>([
    ['read', ['member', 'organizer', 'candidate', 'lead', 'coInterviewer', 'shadow']],
    ['readPrivately', ['candidate', 'lead', 'coInterviewer', 'shadow']],
    ['change', ['organizer', 'candidate', 'lead', 'coInterviewer', 'shadow']],
    ['stateAttendance', ['organizer', 'candidate', 'lead', 'coInterviewer']],
    ['assessSelf', ['candidate']],
    ['noteInterviewer', ['candidate']],
    ['amend', ['lead', 'coInterviewer', 'shadow']],
    ['score', ['lead', 'coInterviewer', 'shadow']],
  ])('%s: %j', (act, who) => {
    const allowed = Object.keys(standings).filter((name) => mayDoWithSession(standings[name]!, act));
    expect(allowed).toEqual(who);
    expect(sessionRefusal(act)).toMatch(/\.$/);
  });

  it('an organizer who sits on the panel has the rights of both', () => {
    const both = { ...nobody, organizer: true, panelRole: AssignmentRole.LEAD };
    expect([mayDoWithSession(both, 'stateAttendance'), mayDoWithSession(both, 'score')]).toEqual([true, true]);
  });
});
