import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const src = resolve('src');

const files = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : path.endsWith('.ts') ? [path] : [];
  });

/** Each folder may import only the folders before it. */
const order = [
  'common',
  'people',
  'groups',
  'guides',
  'plans',
  'sessions',
  'feedback',
  'readiness',
  'questions',
  'availability',
  'booking',
  'scheduling',
  'departures',
  'attention',
  'export',
  'database',
  'server',
];

const featureOf = (path: string) => relative(src, path).split('/')[0]!;

const importsOf = (path: string) =>
  [...readFileSync(path, 'utf8').matchAll(/from '([^']+)'/g)].map(([, specifier]) => specifier!);

const all = files(src);

describe('the layout of the source', () => {
  it('has a place for every folder in the order of imports', () => {
    const folders = readdirSync(src).filter((name) => statSync(join(src, name)).isDirectory());
    expect(folders.filter((name) => !order.includes(name))).toEqual([]);
  });

  it('lets a folder import only the folders before it in the order', () => {
    const wrong = all
      .filter((path) => order.includes(featureOf(path)))
      .flatMap((path) =>
        importsOf(path)
          .filter((specifier) => specifier.startsWith('.'))
          .map((specifier) => resolve(dirname(path), specifier))
          .filter(
            (target) => target.startsWith(src) && order.indexOf(featureOf(target)) > order.indexOf(featureOf(path)),
          )
          .map((target) => `${relative(src, path)} imports ${relative(src, target)}`),
      );
    expect(wrong).toEqual([]);
  });

  it('lets no feature import a file at the top of src', () => {
    const wrong = all
      .filter((path) => order.includes(featureOf(path)))
      .filter((path) => importsOf(path).some((specifier) => /^\.\.\/[a-z-]+\.js$/.test(specifier)))
      .map((path) => relative(src, path));
    expect(wrong).toEqual([]);
  });

  it('keeps rules pure: no framework, no database, no clock', () => {
    const rules = all.filter((path) => path.endsWith('.rules.ts'));
    expect(rules.length).toBeGreaterThan(10);
    const wrong = rules.filter(
      (path) =>
        importsOf(path).some((specifier) => /nestjs|typeorm|graphql|\.entity\.js|\.service\.js/.test(specifier)) ||
        /Date\.now\(|new Date\(\)/.test(readFileSync(path, 'utf8')),
    );
    expect(wrong.map((path) => relative(src, path))).toEqual([]);
  });

  it('gives every rules file a spec beside it', () => {
    const rules = all.filter((path) => path.endsWith('.rules.ts'));
    const bare = rules.filter((path) => !all.includes(path.replace('.rules.ts', '.rules.spec.ts')));
    expect(bare.map((path) => relative(src, path))).toEqual([]);
  });

  it('takes the time from one clock', () => {
    const wrong = all.filter(
      (path) => !path.endsWith('common/clock.ts') && /Date\.now\(|new Date\(\)/.test(readFileSync(path, 'utf8')),
    );
    expect(wrong.map((path) => relative(src, path))).toEqual([]);
  });

  it('keeps resolvers free of decisions: a signature and one call', () => {
    const wrong = all.filter((path) => path.endsWith('.resolver.ts') && /\bif \(/.test(readFileSync(path, 'utf8')));
    expect(wrong.map((path) => relative(src, path))).toEqual([]);
  });
});
