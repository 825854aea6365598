/** Letters, digits, signs and pictures: what a person can see. Fillers and the empty Braille cell look like blanks. */
const visible = /[^\p{Z}\p{C}\p{M}\u2800\u3164\u115f\u1160\uffa0]/u;

/** Whether a text shows anything at all: blanks, joiners and fillers alone do not. */
export const isVisible = (text: string): boolean => visible.test(text);

/**
 * What no text of one line contains:
 * line and paragraph separators, other control characters, and the characters that turn the direction of
 * what follows, also outside the text. Joiners stay: emoji and some scripts need them.
 */
const inOneLine = /^[^\p{Surrogate}\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]*$/u;
const inLines = /^(?:[^\p{Surrogate}\p{Cc}]|[\n\r\t])*$/u;

export const isOneLine = (text: string): boolean => inOneLine.test(text);
export const isLines = (text: string): boolean => inLines.test(text);

/** The one form in which text is kept, so that texts that look the same are equal. */
export const composed = (text: string): string => text.normalize('NFC');

/** Every text within a value, composed. */
export function allComposed(value: unknown): unknown {
  if (typeof value === 'string') return composed(value);
  if (Array.isArray(value)) return value.map(allComposed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, nested]) => [composed(key), allComposed(nested)]));
}
