import { usedCards } from './cards.rules.js';
import { chanceOfNext, sdAfterOneMore } from './next-session.rules.js';
import { normalCdf } from './normal.rules.js';
import { R1 } from './parameters.js';
import { posteriorOf } from './posterior.rules.js';

const now = Date.parse('2027-03-31T00:00:00Z');

describe('one more session with a new interviewer', () => {
  const posterior = posteriorOf(usedCards([], now, R1), ['coding'], R1);
  // Severity, and the noise of a card with four criteria and a recommendation.
  const noise = R1.sd_sev ** 2 + posterior.psi * (R1.sd_occ ** 2 + R1.sd_pair ** 2 + R1.sd_item ** 2 * 0.203125);

  it('leaves the uncertainty of two independent measurements combined', () => {
    for (const sd of [0.1, 0.45, 1])
      expect(sdAfterOneMore(posterior, sd)).toBeCloseTo(1 / Math.sqrt(1 / sd ** 2 + 1 / noise), 12);
  });

  it('reaches the bar with the chance of the mean, spread by the uncertainty and the noise', () => {
    expect(chanceOfNext(posterior, 3, 0.4, 3)).toBeCloseTo(0.5, 12);
    expect(chanceOfNext(posterior, 3.4, 0.3, 3)).toBeCloseTo(normalCdf(0.4 / Math.sqrt(0.09 + noise)), 12);
  });
});
