import type { RelaxationLimits } from './relaxation.js';

/** How much work a proposal is worth. */
export type Effort = 'QUICK' | 'NORMAL' | 'THOROUGH';

/** Budgets in steps, so that the same input gives the same plan on any machine. */
export interface Budget extends RelaxationLimits {
  /** Steps of the ejection pool. */
  readonly placingSteps: number;
  /** Annealing steps of each later level. */
  readonly improvingSteps: number;
  /** Largest relaxation of the levels after placing, in seats. */
  readonly relaxationSeats: number;
  /** Above this many seats the first-order method takes over. */
  readonly interiorPointSeats: number;
  /** Seats of the sample that prices a larger problem. */
  readonly sampleSeats: number;
  /** Seats per sitting of the small model that looks for a better plan before the proof. */
  readonly coreSeats: number;
  /** Seats per sitting of the model in which the relaxation is rounded step by step, and how often that may step back. */
  readonly divingSeats: number;
  readonly stepsBack: number;
  /** Nodes for the end of a dive that found no plan. */
  readonly divingNodes: number;
  /** Largest problem, in seats, for which a board of days is laid out, and the largest such board, in its own seats. */
  readonly dayBoardSeats: number;
  readonly daySeats: number;
  /** Largest board of days for branch and bound: its seats times its sittings times the largest panel. */
  readonly exactDays: number;
  /** Seats per sitting of the problem from which a smaller board of days is made. */
  readonly dayCoreSeats: number;
  /** Largest model, in seats, in which starts of panels are looked for near the chosen days. */
  readonly panelStartSeats: number;
  /** Pairs of sittings that are tried as exchanges because one of them has no place. */
  readonly exchangePairs: number;
  /** Largest model for branch and bound, in seats. */
  readonly exactSeats: number;
  /** Largest problem for branch and bound over all its columns: its seats times its sittings. */
  readonly exactWork: number;
  readonly exactNodes: number;
}

export const BUDGETS: Readonly<Record<Effort, Budget>> = {
  QUICK: {
    placingSteps: 10_000,
    improvingSteps: 10_000,
    relaxationSeats: 3_000,
    interiorPointSeats: 3_000,
    sampleSeats: 20_000,
    interiorPointIterations: 100,
    firstOrderIterations: 1_000,
    coreSeats: 4,
    divingSeats: 10,
    stepsBack: 5,
    divingNodes: 10,
    dayBoardSeats: 20_000,
    daySeats: 2_000,
    exactDays: 100_000,
    dayCoreSeats: 10,
    panelStartSeats: 750,
    exchangePairs: 300,
    exactSeats: 1_500,
    exactWork: 100_000,
    exactNodes: 50,
  },
  NORMAL: {
    placingSteps: 60_000,
    improvingSteps: 150_000,
    relaxationSeats: 12_000,
    interiorPointSeats: 12_000,
    sampleSeats: 100_000,
    interiorPointIterations: 200,
    firstOrderIterations: 4_000,
    coreSeats: 6,
    divingSeats: 20,
    stepsBack: 5,
    divingNodes: 30,
    dayBoardSeats: 100_000,
    daySeats: 8_000,
    exactDays: 300_000,
    dayCoreSeats: 15,
    panelStartSeats: 1_500,
    exchangePairs: 2_000,
    exactSeats: 6_000,
    exactWork: 500_000,
    exactNodes: 500,
  },
  THOROUGH: {
    placingSteps: 300_000,
    improvingSteps: 300_000,
    relaxationSeats: 60_000,
    interiorPointSeats: 60_000,
    sampleSeats: 120_000,
    interiorPointIterations: 300,
    firstOrderIterations: 20_000,
    coreSeats: 6,
    divingSeats: 20,
    stepsBack: 5,
    divingNodes: 30,
    dayBoardSeats: 400_000,
    daySeats: 20_000,
    exactDays: 500_000,
    dayCoreSeats: 40,
    panelStartSeats: 3_000,
    exchangePairs: 10_000,
    exactSeats: 6_000,
    exactWork: 2_000_000,
    exactNodes: 5_000,
  },
};
