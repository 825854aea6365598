import { dictionary } from '@zxcvbn-ts/language-common';

/** The 3,000 most common passwords, in lower case: the first that anybody would try. */
const common = new Set(dictionary['passwords-common'].slice(0, 3_000).map(String));

export const PASSWORD_BYTES = { min: 8, max: 256 };

/** A password has to be long enough and not one that attackers try first. There are no other rules about it. */
export function isAcceptablePassword(password: string): boolean {
  // Judged in the form that is hashed.
  const form = password.normalize('NFKC');
  const bytes = Buffer.byteLength(form);
  return bytes >= PASSWORD_BYTES.min && bytes <= PASSWORD_BYTES.max && !common.has(form.toLowerCase());
}
