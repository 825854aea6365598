import type { Instance, Schedule } from '../../bench/schedule/instance.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The checker reads wall clocks with `Intl` alone, and keeps one format for each zone. */
const formats = new Map<string, Intl.DateTimeFormat>();
function wallOf(zone: string, instant: number): { date: string; time: string } {
  let format = formats.get(zone);
  if (!format) {
    const shape = { dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' } as const;
    formats.set(zone, (format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, ...shape })));
  }
  const [date, time] = format.format(instant).split(' ');
  return { date: date!, time: time! };
}

const dayAfter = (date: string, days: number) => new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);
const mondayOf = (date: string) => dayAfter(date, -((new Date(date).getUTCDay() + 6) % 7));

/** The first quarter hour at which the wall clock reads the given date and time, or later. */
function boundary(zone: string, date: string, time: string): number {
  if (time === '24:00') return boundary(zone, dayAfter(date, 1), '00:00');
  for (let at = Date.parse(date) - 16 * 60 * MINUTE; ; at += 15 * MINUTE) {
    const wall = wallOf(zone, at);
    if (wall.date + wall.time >= date + time) return at;
  }
}

/**
 * Finds the problems and the value of a schedule. It shares no code with the engine, and knows zones only through Intl. The first halves
 * of exchanges need no buffer after them.
 */
export function check(instance: Instance, { sessions }: Schedule, firstHalves: ReadonlySet<string> = new Set()) {
  const wrong: string[] = [];
  const peers = new Map(instance.peers.map((peer) => [peer.id, peer]));
  const rounds = new Map(
    instance.loops.flatMap((loop) => loop.rounds.map((round) => [round.id, { ...round, ...loop }] as const)),
  );
  const confirmed = new Set((instance.confirmed ?? []).map(({ round }) => round));
  const busy = new Map<string, [number, number][]>();
  const load = new Map(instance.peers.map(({ id, credit = 0 }) => [id, credit]));
  const pairs = new Map(
    (instance.pair_history ?? []).map((each) => [`${each.interviewer} ${each.candidate}`, each.count]),
  );
  const once = new Map<string, number>();
  const count = (key: string) => once.set(key, (once.get(key) ?? 0) + 1).get(key)!;
  let waiting = 0;
  for (const { round: id, start: text, interviewers } of sessions) {
    const round = rounds.get(id)!;
    const start = Date.parse(text);
    const end = start + round.duration_min * MINUTE;
    const isFixed = confirmed.has(id);
    const { date } = wallOf(peers.get(round.candidate)!.zone, start);
    if (count(`round ${id}`) > 1) wrong.push(`${id} twice`);
    if (count(`day ${round.candidate} ${date}`) > 1) wrong.push(`${round.candidate} has two on ${date}`);
    if (interviewers.length !== round.interviewers || interviewers.includes(round.candidate))
      wrong.push(`${id}: panel`);
    const last = round.to < round.target_date ? round.to : round.target_date;
    if (!isFixed && (date < round.from || date > last || start < Date.parse(instance.not_before)))
      wrong.push(`${id}: outside its window`);
    if (!isFixed && start % (instance.grid_minutes * MINUTE) !== 0) wrong.push(`${id}: off the grid`);
    if (!isFixed) waiting += (Date.parse(date) - Date.parse(round.from)) / DAY;
    for (const person of [round.candidate, ...interviewers]) {
      if (!isFixed && !isAvailable(instance, person, start, end)) wrong.push(`${id}: ${person} is not available`);
      const free = firstHalves.has(id) ? 0 : instance.buffer_minutes * MINUTE;
      busy.set(person, [...(busy.get(person) ?? []), [start, end + free]]);
    }
    for (const person of interviewers) {
      const peer = peers.get(person)!;
      if (!peer.qualified.includes(round.type)) wrong.push(`${id}: ${person} is not qualified`);
      const week = mondayOf(wallOf(peer.zone, start).date);
      if (count(`week ${person} ${week}`) > peer.max_interviews_per_week) wrong.push(`${person}: week of ${week}`);
      load.set(person, load.get(person)! + 1);
      load.set(round.candidate, load.get(round.candidate)! - 1);
      const pair = `${person} ${round.candidate}`;
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    }
  }
  for (const [person, spans] of busy) {
    const inOrder = spans.toSorted((a, b) => a[0] - b[0]);
    for (const [n, span] of inOrder.slice(1).entries())
      if (span[0] < inOrder[n]![1]) wrong.push(`${person} is in two places`);
  }
  const loads = [...load.values()];
  const worth = {
    placed: sessions.length - confirmed.size,
    load_spread: Math.max(...loads) - Math.min(...loads),
    pair_repeats: [...pairs.values()].reduce((sum, each) => sum + Math.max(0, each - 1), 0),
    pace_cost: waiting,
  };
  return { wrong, worth };
}

function isAvailable({ peers }: Instance, id: string, start: number, end: number): boolean {
  const { zone, weekly, exceptions = [] } = peers.find((peer) => peer.id === id)!;
  const today = wallOf(zone, start).date;
  const windows = [-1, 0, 1].flatMap((days) => {
    const date = dayAfter(today, days);
    const exception = exceptions.find((each) => each.date === date);
    const dow = ((new Date(date).getUTCDay() + 6) % 7) + 1;
    const offered = exception ? (exception.windows ?? []) : weekly.filter((each) => each.dow === dow);
    return offered.map((each) => [
      boundary(zone, date, each.start),
      boundary(zone, each.end > each.start ? date : dayAfter(date, 1), each.end),
    ]);
  });
  let covered = start;
  for (const [from, until] of windows.toSorted((a, b) => a[0]! - b[0]!))
    if (from! <= covered && until! > covered) covered = until!;
  return covered >= end;
}
