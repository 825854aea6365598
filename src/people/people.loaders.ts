import { In } from 'typeorm';
import type { Loader } from '../common/loading.js';
import { Person } from './person.entity.js';

/** People by id. Whoever holds the id of a person got it from a thing that they may read. */
export const personById: Loader<string, Person> = {
  cacheKey: (id) => id,
  async batch({ db }, ids) {
    const rows = await db.find(Person, { where: { id: In([...ids]) } });
    const found = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => found.get(id)!);
  },
};
