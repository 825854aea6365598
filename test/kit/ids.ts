/** Ids by key. `get` throws if the key is missing, so that tests need not check for it. */
export class Ids extends Map<string, string> {
  override get(key: string): string {
    const id = super.get(key);
    if (id === undefined) throw new Error(`There is no ${key} among ${[...this.keys()].join(', ')}.`);
    return id;
  }
}
