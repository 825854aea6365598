/** Something that held until a moment, when it was changed. */
interface Former {
  until: Date;
}

/** When the present state ends: after the one before it, even if another process's clock was ahead. */
export const endOfState = (now: Date, before: Former | null): Date =>
  before !== null && before.until > now ? before.until : now;

/**
 * What held at an instant: of the former states (oldest first), the first that ended after it. None if the present one
 * held already. A state ends at the very moment of its change.
 */
export const formerAt = <F extends Former>(former: readonly F[], instant: Date): F | undefined =>
  former.find(({ until }) => until > instant);
