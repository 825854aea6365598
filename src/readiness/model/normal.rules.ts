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

/** A quotient of two polynomials of degree 8, written out: a loop over the coefficients cost as much as all else. */
function tailQuotient(x: number): number {
  const above =
    (((((((C[8]! * x + C[0]!) * x + C[1]!) * x + C[2]!) * x + C[3]!) * x + C[4]!) * x + C[5]!) * x + C[6]!) * x + C[7]!;
  const below =
    (((((((x + D[0]!) * x + D[1]!) * x + D[2]!) * x + D[3]!) * x + D[4]!) * x + D[5]!) * x + D[6]!) * x + D[7]!;
  return above / below;
}

/** The same of degree 4, for the middle. */
function middleQuotient(x: number): number {
  const above = (((A[4]! * x + A[0]!) * x + A[1]!) * x + A[2]!) * x + A[3]!;
  const below = (((x + B[0]!) * x + B[1]!) * x + B[2]!) * x + B[3]!;
  return above / below;
}

/**
 * phi(y) / (1 - Phi(y)) = y + 1/(y + 2/(y + 3/(y + ...))) (Abramowitz and Stegun 26.2.14), which is short far out: from
 * the square root of 32 on, twenty terms leave an error of 1e-16.
 */
function tailFraction(y: number): number {
  let fraction = y;
  for (let n = 20; n >= 1; n -= 1) fraction = y + n / fraction;
  return fraction;
}

/** The standard normal distribution function, to about 16 digits in either tail (Cody 1969, rational approximations). */
export function normalCdf(x: number): number {
  const y = Math.abs(x);
  if (y <= 0.67448975) return 0.5 + x * middleQuotient(y * y);
  if (y > 38) return x > 0 ? 1 : 0;
  const tail =
    Math.exp(-0.5 * y * y) * (y <= MIDDLE ? tailQuotient(y) : 1 / (Math.sqrt(2 * Math.PI) * tailFraction(y)));
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

/** A polynomial of degree 7, written out: the loop over its coefficients cost as much as all else. */
function polynomial(c: readonly number[], x: number): number {
  return ((((((c[7]! * x + c[6]!) * x + c[5]!) * x + c[4]!) * x + c[3]!) * x + c[2]!) * x + c[1]!) * x + c[0]!;
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
