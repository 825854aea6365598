/** Something that held until a moment, when it was changed. */
interface Former {
  until: Date;
}

/**
 * What held at an instant: of the former states, oldest first, the one that ended first after it; none when the present
 * one held already. A state ends at the very moment of its change.
 */
export const formerAt = <F extends Former>(former: readonly F[], instant: Date): F | undefined =>
  former.find(({ until }) => until > instant);
