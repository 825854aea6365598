import { DefaultNamingStrategy } from 'typeorm';

/** `startsAt` in TypeScript is `starts_at` in SQL. */
export class SnakeCase extends DefaultNamingStrategy {
  override columnName(property: string, custom: string | undefined): string {
    return custom ?? property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}
