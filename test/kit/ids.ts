/** Ids by key. A test asks only for keys that are there. */
export class Ids extends Map<string, string> {
  override get(key: string): string {
    const id = super.get(key);
    if (id === undefined) throw new Error(`There is no ${key} among ${[...this.keys()].join(', ')}.`);
    return id;
  }
}
