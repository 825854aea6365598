import { forecastText, runsOutOn, supplyShortfall } from './supply.rules.js';

const pace = { today: '2027-03-01', targetDate: '2027-03-31', fresh: 3, needed: 9 };

describe('the supply of fresh questions', () => {
  it('says what is missing for the sessions to come', () => {
    expect(supplyShortfall(6, 2, 'Coding')).toBeNull();
    expect(supplyShortfall(5, 2, 'Coding')).toBe(
      'Fresh questions for Coding: 5. The 2 sessions to come need 6. Add questions (addQuestion).',
    );
    expect(supplyShortfall(0, 1, 'Coding')).toBe(
      'Fresh questions for Coding: 0. The session to come needs 3. Add questions (addQuestion).',
    );
    expect(supplyShortfall(0, 0, 'Coding')).toBeNull();
  });

  it('runs out in proportion to what is needed until the target date', () => {
    expect(runsOutOn(pace)).toBe('2027-03-11');
    expect(runsOutOn({ ...pace, fresh: 0 })).toBe('2027-03-01');
    expect(runsOutOn({ ...pace, fresh: 9 })).toBeNull();
    expect(runsOutOn({ ...pace, targetDate: '2027-02-01' })).toBe('2027-03-01');
  });

  it('is told in one sentence', () => {
    expect(forecastText('Ana', 'Coding', pace, '2027-03-11')).toBe(
      'Ana has 3 fresh questions for Coding and needs 9: they run out on 11 March. Add questions (addQuestion).',
    );
  });
});
