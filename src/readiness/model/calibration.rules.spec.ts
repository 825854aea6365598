import { calibrationsOf } from './calibration.rules.js';
import { usedCards, type Card } from './cards.rules.js';
import { R1 } from './parameters.js';
import { posteriorOf } from './posterior.rules.js';

const now = Date.parse('2027-03-31T00:00:00Z');
const people = ['ana', 'bo', 'cy', 'dee', 'eli', 'fay'];

/** All people interview each other in pairs. Bo's levels are one lower than those of the others. */
function aGroup(rounds: number): Card[] {
  const cards: Card[] = [];
  for (let n = 0; n < rounds * people.length * (people.length - 1); n += 1) {
    const candidate = people[n % people.length]!;
    const step = 1 + (Math.floor(n / people.length) % (people.length - 1));
    const interviewers = [step, 1 + (step % (people.length - 1))].map((each) => people[(n + each) % people.length]!);
    for (const interviewer of interviewers) {
      const score = interviewer === 'bo' ? 2 : 3;
      cards.push({
        candidate,
        interviewer,
        round: 'coding',
        session: `s${n}`,
        at: now - (n + 1) * 3_600_000,
        criteria: [{ key: 'depth', competency: 'depth', score: n % 7 === 0 ? score - 1 : score }],
      });
    }
  }
  return cards;
}

function calibrate(cards: Card[]) {
  const used = usedCards(cards, now, R1);
  return calibrationsOf(posteriorOf(used, ['coding'], R1), used);
}

describe('how an interviewer grades', () => {
  it('is shown as an estimate with an interval, in tenths', () => {
    const lines = calibrate(aGroup(3));
    expect(lines.map(({ interviewer }) => interviewer)).toEqual(people);
    const bo = lines.find(({ interviewer }) => interviewer === 'bo')!;
    const ana = lines.find(({ interviewer }) => interviewer === 'ana')!;
    expect(bo.severity).toBeLessThan(-0.4);
    expect(ana.severity - bo.severity).toBeGreaterThan(0.6);
    for (const { severity, low90, high90, scorecards } of lines) {
      expect(low90).toBeLessThan(severity);
      expect(severity).toBeLessThan(high90);
      for (const each of [severity, low90, high90]) expect(Math.round(each * 10)).toBeCloseTo(each * 10, 9);
      expect(scorecards).toBe(30);
    }
    expect(bo.agreement).toBe(1);
  });

  it('is hidden with fewer than eight scorecards, or while it is uncertain', () => {
    expect(calibrate([])).toEqual([]);
    const few = aGroup(3).filter(
      ({ interviewer }, n, all) =>
        interviewer !== 'bo' || all.slice(0, n).filter((card) => card.interviewer === 'bo').length < 7,
    );
    expect(calibrate(few).map(({ interviewer }) => interviewer)).not.toContain('bo');
    // All scorecards are from Bo about Gus, so nobody can know whether Gus is strong or Bo is kind.
    const one = aGroup(3).map((card, n) => ({ ...card, candidate: 'gus', session: `t${n}`, interviewer: 'bo' }));
    expect(calibrate(one)).toEqual([]);
  });

  it('has no agreement with fewer than eight ratings to compare', () => {
    const alone = aGroup(3).map((card, n) => ({ ...card, session: `t${n}` }));
    const lines = calibrate(alone);
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.map(({ agreement }) => agreement)).toEqual(lines.map(() => null));
  });

  it.each([
    [7, null],
    [8, 1],
  ])('with %d ratings to compare, has the agreement %s', (compared, agreement) => {
    const all = aGroup(3);
    const ofBo = all.filter(({ interviewer }) => interviewer === 'bo').map(({ session }) => session);
    const cards = all.map((card) =>
      ofBo.indexOf(card.session) < compared ? card : { ...card, session: `${card.session} ${card.interviewer}` },
    );
    const bo = calibrate(cards).find(({ interviewer }) => interviewer === 'bo')!;
    expect(bo.agreement).toBe(agreement);
  });

  it('counts ratings two levels apart as disagreement', () => {
    const cards = aGroup(3).map((card) => ({
      ...card,
      criteria: card.criteria!.map((each) => ({ ...each, score: card.interviewer === 'bo' ? 1 : 3 })),
    }));
    const bo = calibrate(cards).find(({ interviewer }) => interviewer === 'bo')!;
    expect(bo.agreement).toBe(0);
  });
});
