import { difficultyOf } from './question-calibration.rules.js';

const trials = (...below: number[]) => below.map((each, at) => ({ at, below: each }));

describe('the difficulty that a question turned out to have', () => {
  it('is unknown before five sessions, and changes only with every fifth session', () => {
    expect(difficultyOf(trials(1, 1, 1, 1))).toBeNull();
    const five = difficultyOf(trials(0.5, 0.4, 0.6, 0.5, 0.5));
    expect(five).toEqual({ sessions: 5, difficulty: 0.5 });
    expect(difficultyOf(trials(0.5, 0.4, 0.6, 0.5, 0.5, 3, 3, 3, 3))).toEqual(five);
    expect(difficultyOf(trials(0, 0, 0, 0, 0, 1, 1, 1, 1, 1))).toEqual({ sessions: 10, difficulty: 0.5 });
  });

  it('uses the oldest sessions, whatever order they are given in', () => {
    const mixed = [...trials(0.2, 0.2, 0.2, 0.2, 0.2), { at: 9, below: -3 }].toReversed();
    expect(difficultyOf(mixed)).toEqual({ sessions: 5, difficulty: 0.2 });
  });
});
