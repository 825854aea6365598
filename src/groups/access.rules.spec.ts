import { mayDo, onlyOrganizersMay, type GroupAct } from './access.rules.js';

describe('who may do what in a group', () => {
  const forEverybody: GroupAct[] = ['read', 'leave', 'setOwnProfile', 'enrollSelf', 'changeOwnCandidacy'];
  const forOrganizers: GroupAct[] = [
    ...(['changeSettings', 'invite', 'changeRole', 'removeAnother', 'setAnothersProfile'] as const),
    ...(['importGuide', 'managePlans', 'enrollAnother', 'changeAnothersCandidacy', 'override'] as const),
  ];

  it.each(forEverybody)('every member may %s', (act) => {
    expect([mayDo('MEMBER', act), mayDo('ORGANIZER', act)]).toEqual([true, true]);
  });

  it.each(forOrganizers)('only an organizer may %s', (act) => {
    expect([mayDo('MEMBER', act), mayDo('ORGANIZER', act)]).toEqual([false, true]);
  });

  it('a refusal tells members whom to ask', () => {
    expect(onlyOrganizersMay('invite')).toBe('Only an organizer of the group may invite people. Ask one of them.');
  });
});
