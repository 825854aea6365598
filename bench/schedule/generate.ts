import { seededRandom } from '../../src/scheduling/solver/random.js';
import type { Instance, InstancePeer, InstanceRound } from './instance.js';
import { addDays } from '../../src/common/time.js';

/** What one generated group is like. */
interface Kind {
  readonly people: number;
  readonly zones: readonly string[];
  /** Windows a week and hours of each. */
  readonly windows: readonly [count: number, hours: number];
  readonly rounds: readonly (readonly [type: string, minutes: number, interviewers: number])[];
  readonly weeks: number;
  readonly gridMinutes: 15 | 30;
  readonly weeklyLimit: number;
  /** The share of members without hours. */
  readonly silent: number;
  /** The largest balance from before, in interviews. */
  readonly credit: number;
}

const ONE_ZONE = ['Europe/Berlin'];
const EIGHT_ZONES = [
  ...['America/Los_Angeles', 'America/New_York', 'America/St_Johns', 'Europe/London'],
  ...['Europe/Berlin', 'Asia/Kolkata', 'Asia/Tokyo', 'Australia/Lord_Howe'],
];
const FIVE_ROUNDS = [
  ['coding_1', 45, 1],
  ['ml_fundamentals', 45, 1],
  ['system_design', 60, 1],
  ['behavioural', 30, 1],
  ['hiring_manager', 45, 1],
] as const;
const SEVEN_ROUNDS = [['phone', 30, 1], ...FIVE_ROUNDS, ['coding_2', 60, 1]] as const;
const withTwo = (rounds: Kind['rounds']): Kind['rounds'] =>
  rounds.map(([type, minutes]) => [type, minutes, type === 'system_design' || type === 'hiring_manager' ? 2 : 1]);

const USUAL: Kind = {
  people: 12,
  zones: EIGHT_ZONES,
  windows: [5, 3],
  rounds: FIVE_ROUNDS,
  weeks: 4,
  gridMinutes: 30,
  weeklyLimit: 4,
  silent: 0,
  credit: 0,
};

/** Groups of each size, from sparse hours to long ones. */
export const KINDS: Readonly<Record<string, Kind>> = {
  '06-usual': { ...USUAL, people: 6 },
  '12-usual': USUAL,
  '12-seven-rounds': { ...USUAL, rounds: SEVEN_ROUNDS, gridMinutes: 15 },
  '12-sparse-hours': { ...USUAL, windows: [2, 2] },
  '12-without-hours': { ...USUAL, silent: 0.3 },
  '12-one-zone': { ...USUAL, zones: ONE_ZONE, gridMinutes: 15 },
  '12-one-zone-long-hours': { ...USUAL, zones: ONE_ZONE, windows: [7, 5], rounds: SEVEN_ROUNDS },
  '12-two-interviewers': { ...USUAL, rounds: withTwo(SEVEN_ROUNDS), windows: [5, 4] },
  '12-two-interviewers-long-hours': {
    ...{ ...USUAL, rounds: withTwo(SEVEN_ROUNDS), zones: ONE_ZONE },
    ...{ windows: [7, 6], gridMinutes: 15 },
  },
  '10-two-interviewers-long-hours': { ...USUAL, people: 10, rounds: withTwo(FIVE_ROUNDS), windows: [7, 6] },
  '20-eight-zones': { ...USUAL, people: 20, rounds: SEVEN_ROUNDS },
  '20-eight-zones-credit': { ...USUAL, people: 20, rounds: SEVEN_ROUNDS, credit: 3 },
  '20-one-zone': { ...USUAL, people: 20, rounds: SEVEN_ROUNDS, zones: ONE_ZONE },
  '20-two-interviewers': { ...USUAL, people: 20, rounds: withTwo(SEVEN_ROUNDS), weeklyLimit: 5 },
  '60-eight-zones': { ...USUAL, people: 60, rounds: SEVEN_ROUNDS },
  '60-one-zone': { ...USUAL, people: 60, rounds: SEVEN_ROUNDS, zones: ONE_ZONE },
  '100-eight-zones': { ...USUAL, people: 100, rounds: SEVEN_ROUNDS },
};

/** An instance of a kind; the same seed gives the same instance. */
export function generateInstance(id: string, kind: Kind, seed: number): Instance {
  const random = seededRandom(seed);
  const first = '2027-03-01';
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const peers = Array.from({ length: kind.people }, (_, at) => peerOf(`p${String(at + 1).padStart(3, '0')}`));
  function peerOf(peer: string): InstancePeer {
    const [count, hours] = random() < kind.silent ? [0, 0] : kind.windows;
    const weekly = Array.from({ length: count }, () => {
      const from = Math.floor(6 + random() * (24 - 6 - hours)) * 60 + pick([0, 30]);
      const time = (minutes: number) =>
        `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
      return { dow: 1 + Math.floor(random() * 7), start: time(from), end: time(from + hours * 60) };
    });
    return {
      id: peer,
      zone: pick(kind.zones),
      weekly,
      qualified: kind.rounds.map(([type]) => type).filter(() => random() < 0.7),
      max_interviews_per_week: kind.weeklyLimit,
      credit: Math.round((random() * 2 - 1) * kind.credit),
    };
  }
  const last = addDays(first, kind.weeks * 7 - 1);
  const roundOf = (peer: string, at: number): InstanceRound => {
    const [type, minutes, interviewers] = kind.rounds[at]!;
    const half = addDays(first, Math.floor((kind.weeks * 7) / 2));
    const isEarly = at < kind.rounds.length / 2;
    return {
      id: `${peer}:${type}`,
      type,
      duration_min: minutes,
      interviewers,
      from: isEarly ? first : half,
      to: isEarly ? addDays(half, -1) : last,
    };
  };
  return {
    id,
    grid_minutes: kind.gridMinutes,
    buffer_minutes: 15,
    not_before: `${first}T00:00:00Z`,
    horizon: { from: first, to: last },
    rules: { max_own_per_local_day: 1 },
    peers,
    loops: peers.map((peer) => ({
      candidate: peer.id,
      target_date: addDays(last, Math.floor(random() * 4) * 7),
      rounds: kind.rounds.map((_, at) => roundOf(peer.id, at)),
    })),
  };
}
