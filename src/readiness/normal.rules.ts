/* eslint no-loss-of-precision: off -- the constants as they are published */
/** 95 % of a normal distribution lie below this many standard deviations: both ends of a 90 % interval. */
export const Z90 = 1.6448536269514722;

const MIDDLE = Math.sqrt(32);
const A = [
  2.2352520354606839287, 161.02823106855587881, 1067.6894854603709582, 18154.981253343561249, 0.065682337918207449113,
];
const B = [47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956];
const C = [
  0.39894151208813466764, 8.8831497943883759412, 93.506656132177855979, 597.27027639480026226, 2494.5375852903726711,
  6848.1904505362823326, 11602.651437647350124, 9842.7148383839780218, 1.0765576773720192317e-8,
];
const D = [
  22.266688044328115691, 235.38790178262499861, 1519.377599407554805, 6485.558298266760755, 18615.571640885098091,
  34900.952721145977266, 38912.003286093271411, 19685.429676859990727,
];

/** The quotient that both inner parts of the distribution have in common: the last numerator coefficient leads. */
function quotient(numerator: readonly number[], denominator: readonly number[], x: number): number {
  const n = denominator.length;
  let [above, below] = [numerator[n]! * x, x];
  for (let i = 0; i < n - 1; i += 1) {
    above = (above + numerator[i]!) * x;
    below = (below + denominator[i]!) * x;
  }
  return (above + numerator[n - 1]!) / (below + denominator[n - 1]!);
}

/** exp(-y^2 / 2), with y split so that the square of a large one does not lose its last digits. */
function bell(y: number): number {
  const coarse = Math.trunc(y * 16) / 16;
  return Math.exp(-coarse * coarse * 0.5) * Math.exp(-(y - coarse) * (y + coarse) * 0.5);
}

/** phi(y) / (1 - Phi(y)) = y + 1/(y + 2/(y + 3/(y + ...))) (Abramowitz and Stegun 26.2.14), which is short far out. */
function tailFraction(y: number): number {
  let fraction = y;
  for (let n = 60; n >= 1; n -= 1) fraction = y + n / fraction;
  return fraction;
}

/** The standard normal distribution function, to about 16 digits in either tail (Cody 1969, rational approximations). */
export function normalCdf(x: number): number {
  const y = Math.abs(x);
  if (y <= 0.67448975) return 0.5 + x * quotient(A, B, y * y);
  if (y > 38) return x > 0 ? 1 : 0;
  const tail = bell(y) * (y <= MIDDLE ? quotient(C, D, y) : 1 / (Math.sqrt(2 * Math.PI) * tailFraction(y)));
  return x > 0 ? 1 - tail : tail;
}

const CENTRAL_A = [
  3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457,
  67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
];
const CENTRAL_B = [
  1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061,
  28729.085735721942674, 5226.495278852854561,
];
const MIDDLE_A = [
  1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504, 1.27045825245236838258,
  0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
];
const MIDDLE_B = [
  1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
  0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
];
const FAR_A = [
  6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123, 0.026532189526576123093,
  0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
];
const FAR_B = [
  1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4,
  1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
];

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i -= 1) sum = sum * x + coefficients[i]!;
  return sum;
}

/** The inverse of `normalCdf` for 0 < p < 1 (Wichura 1988, algorithm AS 241, about 16 digits). */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(CENTRAL_A, r)) / polynomial(CENTRAL_B, r);
  }
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const size =
    r <= 5
      ? polynomial(MIDDLE_A, r - 1.6) / polynomial(MIDDLE_B, r - 1.6)
      : polynomial(FAR_A, r - 5) / polynomial(FAR_B, r - 5);
  return q < 0 ? -size : size;
}
