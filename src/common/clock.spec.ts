import { SteadyClock } from './clock.js';

const noon = Date.parse('2027-03-02T12:00:00Z');
const HOUR = 3_600_000;

describe('the clock of a process', () => {
  it('follows the clock of the machine, and stands still after that clock is set back', () => {
    let machine = noon;
    const clock = new SteadyClock(() => machine);
    const at = (instant: number) => {
      machine = instant;
      return clock.now().getTime();
    };
    expect([at(noon), at(noon + 5), at(noon - HOUR), at(noon + 4), at(noon + 6)]).toEqual([
      noon,
      noon + 5,
      noon + 5,
      noon + 5,
      noon + 6,
    ]);
  });

  it('starts no earlier than the newest stored instant, unless that is more than a day ahead', () => {
    const begun = (newest: number | null) => {
      const clock = new SteadyClock(() => noon);
      clock.startFrom(newest === null ? null : new Date(newest));
      return clock.now().getTime();
    };
    expect([begun(null), begun(noon - HOUR), begun(noon + HOUR), begun(noon + 25 * HOUR)]).toEqual([
      noon,
      noon,
      noon + HOUR,
      noon,
    ]);
  });
});
