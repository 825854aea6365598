import type { Board } from './board.js';

/**
 * The (person, tick) rows that matter: of a person's ticks, those whose set of sessions is not part of another tick's
 * set. A session that neither starts nor ends between two ticks is in both, so only a tick just before an end, with a
 * start since the last kept one, is largest.
 */
export function keptTicks(board: Board): number[] {
  const { columns, peerCount } = board;
  const starts = new Uint8Array(peerCount * columns.tickCount);
  const ends = new Uint8Array(peerCount * columns.tickCount + 1);
  const mark = (person: number, option: number, sitting: number) => {
    const from = person * columns.tickCount + columns.optionTick[option]!;
    starts[from] = 1;
    ends[from + columns.span[sitting]! - 1] = 1;
  };
  for (let s = 0; s < board.candidate.length; s++)
    for (let o = columns.optionFrom[s]!; o < columns.optionFrom[s + 1]!; o++) {
      mark(board.candidate[s]!, o, s);
      for (let seat = columns.seatFrom[o]!; seat < columns.seatFrom[o + 1]!; seat++)
        mark(columns.seatPerson[seat]!, o, s);
    }
  const kept: number[] = [];
  let hasStart = false;
  for (let at = 0; at < starts.length; at++) {
    if (at % columns.tickCount === 0) hasStart = false;
    hasStart ||= starts[at]! === 1;
    if (!hasStart || ends[at]! === 0) continue;
    kept.push(at);
    hasStart = false;
  }
  return kept;
}
