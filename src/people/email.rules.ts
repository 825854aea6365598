import { domainToASCII } from 'node:url';

/** An address as it is stored and shown: composed, without blanks around it, in lower case. */
export const storedEmail = (typed: string): string => typed.normalize('NFC').trim().toLowerCase();

/**
 * The one form by which addresses are compared: a domain may be written in its letters or in ASCII (IDN), and both reach the
 * same mailbox.
 */
export function emailKey(typed: string): string {
  const email = storedEmail(typed);
  const at = email.lastIndexOf('@');
  const domain = domainToASCII(email.slice(at + 1));
  return domain === '' ? email : `${email.slice(0, at)}@${domain}`;
}
