import { BlockReason, type PersonTime } from '../availability/starts.rules.js';
import { HOUR } from '../common/time.js';
import { appointmentFor } from './appointments.rules.js';
import { reasonOf } from './block-reason.rules.js';
import { fieldOf, type SlotQuestion } from './slots.rules.js';
import type { RemedyFacts } from '../availability/remedies.rules.js';

const midnight = Date.UTC(2027, 2, 27);
const at = (hour: number) => midnight + hour * HOUR;
const facts: RemedyFacts = {
  ...{ targetDate: '2027-03-28', earliestTarget: '2020-01-01', planStart: '2027-03-01', realInterviewOn: null },
  ...{ owed: [], isMovable: () => true },
};
const allDay: PersonTime['hours'] = [[at(0), at(24)]];
const person = (memberId: string, change: Partial<PersonTime> = {}): PersonTime => ({
  ...{ memberId, zone: 'UTC', hours: allDay, claims: [], weeklyLimit: 3, given: [], own: [] },
  ...change,
});
const could = (memberId: string, change: Partial<PersonTime> = {}, isQualified = true) => {
  return { person: person(memberId, change), isQualified, repeats: 0, balance: 0 };
};
const question: SlotQuestion = {
  candidate: person('ana'),
  interviewers: [],
  ...{ panelSize: 2, length: HOUR, buffer: 0, span: [at(0), at(24)] },
  ...{ earliest: at(0), horizon: Infinity, window: [at(0), at(24)] },
  ...{ owesFeedback: false, panel: null, mustHave: null },
};
const found = (change: Partial<SlotQuestion>) =>
  reasonOf(appointmentFor({ field: fieldOf({ ...question, ...change }), facts }));

describe('the reason of a block', () => {
  it('concerns only members who could take a seat that is still open', () => {
    const noTime = { hours: [] };
    const interviewers = [could('bo'), could('cy', noTime), could('dee', noTime), could('eve', noTime, false)];
    expect(found({ interviewers })).toEqual({
      reason: BlockReason.NO_COMMON_TIME,
      memberIds: ['cy', 'dee'],
      isOnly: true,
    });
  });

  it('does not concern interviewers where enough of them are free', () => {
    const interviewers = [could('bo'), could('cy'), could('dee', { hours: null })];
    const candidate = person('ana', { hours: null });
    const only = { reason: BlockReason.HOURS_NOT_STATED, memberIds: ['ana'], isOnly: true };
    expect(found({ interviewers, candidate })).toEqual(only);
  });

  it('is absent where a start is possible', () => {
    expect(found({ interviewers: [could('bo'), could('cy')] })).toBeNull();
  });

  it('comes from the start with the fewest obstacles, by day if possible, if no single reason is enough', () => {
    const interviewers = [
      could('bo', { hours: [[at(2), at(3)]] }, false),
      could('cy', { hours: [[at(12), at(13)]] }, false),
    ];
    const candidate = person('ana', { hours: [[at(12), at(13)]] });
    expect(found({ interviewers, candidate, owesFeedback: true })).toEqual({
      ...{ reason: BlockReason.NO_QUALIFIED_INTERVIEWER, memberIds: ['cy', 'bo'], isOnly: false },
    });
  });
});
