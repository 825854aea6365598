/** A document that tries to make the service work too much, in one of many shapes and sizes. The same number gives the same document. */
export function hostileDocument(n: number): string {
  const random = draws(n);
  const shape = shapes[n % shapes.length]!;
  const most = 20 + Math.floor(random() ** 2 * 2_000);
  return shape(most, random);
}

type Random = () => number;

/** Pseudorandom numbers from 0 to 1 that depend only on the seed (mulberry32). */
function draws(seed: number): Random {
  let state = seed + 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const many = (count: number, text: (n: number) => string) => Array.from({ length: count }, (_, n) => text(n)).join(' ');
const upTo = (random: Random, most: number) => 1 + Math.floor(random() * most);

const fields = ['id', 'displayName', 'timeZone', 'email', '__typename'];
const paths = [
  'viewer',
  'viewer { memberships { group',
  'viewer { attention { session',
  'group(id: "x") { plans { candidates',
];

/** A path with the selection `inner` at its end, and with all braces closed. */
function behind(path: string, inner: string): string {
  return `${path} { ${inner} ${'}'.repeat(path.split('{').length)}`;
}

const shapes: ((count: number, random: Random) => string)[] = [
  (count) => `{ viewer { ${many(count, (n) => fields[n % fields.length]!)} } }`,
  (count) => `{ ${many(count, () => 'viewer { id }')} }`,
  (count) => `{ ${many(count, (n) => `a${n}: viewer { id }`)} }`,
  (count) => `{ viewer { ${many(count, () => '... { id }')} } }`,
  (count, random) => `{ ${many(count, () => behind(paths[upTo(random, paths.length) - 1]!, 'id'))} }`,
  (count) =>
    `{ ${many(count / 11, (n) => `...F${n}`)} } ${many(count / 11, (n) => `fragment F${n} on Query { viewer { id } }`)}`,
  (count) =>
    `{ ...F0 } ${many(count / 14, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} viewer { id } }`)} fragment F${Math.ceil(count / 14)} on Query { viewer { id } }`,
  (count, random) => {
    const size = Math.floor(Math.sqrt(count / 2));
    return `{ ...F0 } ${many(size, (n) => `fragment F${n} on Query { ${many(size - n - 1, (m) => `...F${n + m + 1}`)} viewer { ${fields[upTo(random, 3)]!} } }`)}`;
  },
  (count) => `{ ...A } fragment A on Query { ...B } fragment B on Query { ...A ${many(count, () => 'viewer { id }')} }`,
  (count) => `query (${many(count / 4, (n) => `$v${n}: Int`)}) { viewer { id } }`,
  (count) => `${many(count / 8, (n) => `query Q${n} { viewer { ...F } }`)} fragment F on Person { id }`,
  (count) => `{ session(id: [${many(count, () => '"x"')}]) { id } }`,
  (count) => `{ session(id: ${'['.repeat(count / 2)}${']'.repeat(count / 2)}) { id } }`,
  (count) => `{ viewer { ${many(count, (n) => `x${n}`)} } }`,
  (count) => `{ viewer { id ${many(count / 5, () => '@include(if: true)')} } }`,
  (count) => `mutation { createPlan(input: { ${many(count / 3, (n) => `f${n}: 1`)} }) { id } }`,
  (count) =>
    `{ ${'viewer { memberships { person { '.repeat(Math.min(count, 300))} id ${'} } } '.repeat(Math.min(count, 300))} }`,
  (count) =>
    `{ __schema { types { fields { type { ${'ofType { '.repeat(Math.min(count, 200))} name ${'} '.repeat(Math.min(count, 200))} } } } } }`,
  (count) => `{ viewer { id } } #${'x'.repeat(count * 100)}`,
  (count) => `{ viewer(a: "${'\\u0041'.repeat(count * 10)}") { id } }`,
  (count) => '{'.repeat(count * 50),
  (count, random) =>
    many(count, () => ['{', '}', 'viewer', '...', 'on', 'Person', '(', ')', '"', '@skip'][upTo(random, 10) - 1]!),
];
