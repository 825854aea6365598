import { usedCards, type Card } from './cards.rules.js';
import { R1 } from './parameters.js';
import { posteriorOf } from './posterior.rules.js';
import { meanSeverityOf, severityOf } from './severity.rules.js';

const now = Date.parse('2027-03-31T00:00:00Z');
const card = (interviewer: string, candidate: string, y: number): Card => ({
  candidate,
  interviewer,
  round: 'coding',
  y,
  h: 0.2,
  at: now - 3 * 86_400_000,
});

describe('the severity of an interviewer', () => {
  const cards = ['ana', 'dee', 'eli'].flatMap((candidate) => [card('bo', candidate, 3.6), card('cy', candidate, 2.4)]);
  const posterior = posteriorOf(usedCards(cards, now, R1), ['coding'], R1);

  it('is positive for lenient interviewers, and that of the prior without any grades', () => {
    expect(severityOf(posterior, 'bo').mean).toBeGreaterThan(0);
    expect(severityOf(posterior, 'cy').mean).toBeLessThan(0);
    expect(severityOf(posterior, 'nobody')).toEqual({ mean: 0, sd: R1.sd_sev });
  });

  it('has the same mean with and without its uncertainty, which grades reduce', () => {
    for (const interviewer of ['bo', 'cy', 'nobody'])
      expect(meanSeverityOf(posterior, interviewer)).toBe(severityOf(posterior, interviewer).mean);
    expect(severityOf(posterior, 'bo').sd).toBeLessThan(R1.sd_sev);
  });
});
