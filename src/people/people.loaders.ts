import { In, MoreThan } from 'typeorm';
import type { Loader } from '../common/loading.js';
import { groupBy } from '../common/grouping.js';
import { Person } from './person.entity.js';
import { SignIn } from './sign-in.entity.js';

/** People by id. Whoever holds the id of a person got it from a thing that they may read. */
export const personById: Loader<string, Person> = {
  cacheKey: (id) => id,
  async batch({ db }, ids) {
    const rows = await db.find(Person, { where: { id: In([...ids]) } });
    const found = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => found.get(id)!);
  },
};

/** Where a person is signed in, for that person alone. */
export const signInsOfPerson: Loader<string, SignIn[]> = {
  cacheKey: (id) => id,
  async batch({ db, now, viewerId }, ids) {
    const where = { personId: In(ids.filter((id) => id === viewerId)), expiresAt: MoreThan(now) };
    const rows = groupBy(
      await db.find(SignIn, { where, order: { lastUsedAt: 'DESC', id: 'DESC' } }),
      (row) => row.personId,
    );
    return ids.map((id) => rows.get(id) ?? []);
  },
};
