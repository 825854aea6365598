/**
 * Numbers leave the service as they are shown: one decimal, whole percents. If they kept all their digits, a member could compute from one day to the
 * next how others were graded (docs/decisions/0002).
 */
export const tenths = (value: number): number => Math.round(value * 10) / 10 + 0;
export const percents = (value: number): number => Math.round(value * 100) / 100 + 0;

/** An estimate within the scale of levels. */
export const onScale = (value: number): number => tenths(Math.min(4, Math.max(1, value)));
