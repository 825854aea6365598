import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits after the group's id, so that every look-up knows the group, and a person with a code can be told which one it is. */
const SECRET_BYTES = 32;

const hashOf = (secret: Buffer) => createHash('sha256').update(secret).digest();

export function newInvitationCode(groupId: string): { code: string; codeHash: Buffer } {
  const secret = randomBytes(SECRET_BYTES);
  const group = Buffer.from(groupId.replaceAll('-', ''), 'hex');
  return { code: Buffer.concat([group, secret]).toString('base64url'), codeHash: hashOf(secret) };
}

/** The group and hash that a code stands for, or null for anything that is not one. */
export function parseInvitationCode(code: string): { groupId: string; codeHash: Buffer } | null {
  const bytes = Buffer.from(code, 'base64url');
  if (bytes.length !== 16 + SECRET_BYTES) return null;
  const hex = bytes.subarray(0, 16).toString('hex');
  const groupId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { groupId, codeHash: hashOf(bytes.subarray(16)) };
}
