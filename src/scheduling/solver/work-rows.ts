import type { DayBoard } from './day-board.js';
import type { LevelModel } from './level-model.js';
import type { Row } from './sparse-model.js';

/** A column that takes a person's time: it starts at `first`, at `last` or between them. */
interface Use {
  readonly column: number;
  readonly first: number;
  readonly last: number;
  readonly span: number;
}

/**
 * Rows that stand for the ticks of a board of days: the sessions that a person holds take no more of an interval than it has, wherever each of them
 * starts (energetic reasoning; Lopez and Esquirol, 1996). The intervals run from a first start to a latest end.
 */
export function workRows(days: DayBoard, level: LevelModel): Row[] {
  return usesByPerson(days, level).flatMap((uses) => busyTimes(uses).flatMap(rowsOf));
}

/** Rows that keep interviewers out of one panel if they have no start of a stretch in common. */
export function panelRows({ board, seatTicks }: DayBoard, level: LevelModel): Row[] {
  const { columns } = board;
  return Array.from(level.optionColumn).flatMap((column, option) => {
    if (column < 0) return [];
    const seats = Array.from(
      { length: columns.seatFrom[option + 1]! - columns.seatFrom[option]! },
      (_, at) => columns.seatFrom[option]! + at,
    );
    return pairsOf(seats)
      .filter(([a, b]) => !seatTicks[a]!.some((tick) => seatTicks[b]!.includes(tick)))
      .map(([a, b]) => ({
        lower: -Infinity,
        upper: 0,
        entries: [level.seatColumn[a]!, 1, level.seatColumn[b]!, 1, column, -1],
      }));
  });
}

function pairsOf<T>(list: readonly T[]): [T, T][] {
  return list.flatMap((a, at) => list.slice(at + 1).map((b): [T, T] => [a, b]));
}

function usesByPerson({ board, stretchTicks, seatTicks }: DayBoard, level: LevelModel): Use[][] {
  const { columns } = board;
  const uses: Use[][] = Array.from({ length: board.peerCount }, () => []);
  const add = (person: number, column: number, ticks: readonly number[], sitting: number) =>
    uses[person]!.push({ column, first: ticks[0]!, last: ticks.at(-1)!, span: columns.span[sitting]! });
  board.candidate.forEach((candidate, sitting) => {
    for (let option = columns.optionFrom[sitting]!; option < columns.optionFrom[sitting + 1]!; option++) {
      if (level.optionColumn[option]! >= 0) add(candidate, level.optionColumn[option]!, stretchTicks[option]!, sitting);
      for (let seat = columns.seatFrom[option]!; seat < columns.seatFrom[option + 1]!; seat++) {
        add(columns.seatPerson[seat]!, level.seatColumn[seat]!, seatTicks[seat]!, sitting);
        if (level.optionColumn[option]! < 0) add(candidate, level.seatColumn[seat]!, seatTicks[seat]!, sitting);
      }
    }
  });
  return uses;
}

/** Uses that could meet each other, directly or through others between them. */
function busyTimes(uses: readonly Use[]): Use[][] {
  const found: Use[][] = [];
  let end = -Infinity;
  for (const use of uses.toSorted((a, b) => a.first - b.first)) {
    if (use.first >= end) found.push([]);
    found.at(-1)!.push(use);
    end = Math.max(end, use.last + use.span);
  }
  return found;
}

function rowsOf(uses: readonly Use[]): Row[] {
  const rows = new Map<string, Row>();
  for (const from of new Set(uses.map(({ first }) => first)))
    for (const to of new Set(uses.map(({ last, span }) => last + span))) {
      const entries: number[] = [];
      let most = 0;
      for (const use of uses) {
        const least = Math.min(overlap(use.first, use.span, from, to), overlap(use.last, use.span, from, to));
        if (least <= 0) continue;
        entries.push(use.column, least);
        most += least;
      }
      // A shorter interval with the same uses says more.
      const key = entries.join();
      if (entries.length > 0 && most > to - from && (rows.get(key)?.upper ?? Infinity) > to - from)
        rows.set(key, { lower: -Infinity, upper: to - from, entries });
    }
  return [...rows.values()];
}

/** The overlap grows to a middle start and falls after it, so the least is at the first start or at the last. */
function overlap(start: number, span: number, from: number, to: number): number {
  return Math.min(start + span, to) - Math.max(start, from);
}
