/** An untyped answer. The demo reads only the fields that it asked for. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

/** A peer who uses the service over HTTP, as any client does. */
export interface Peer {
  name: string;
  email: string;
  token: string;
  personId: string;
  memberId: string;
}

export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Returns a function that sends one operation, and throws if the service refuses it. */
export function clientOf(url: string) {
  return async (query: string, variables: object = {}, token?: string): Promise<Json> => {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (token) headers.authorization = `Bearer ${token}`;
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as {
      data: Json;
      errors?: { message: string; extensions: { code: string } }[];
    };
    if (errors) throw new Refused(errors[0]!.extensions.code, errors[0]!.message);
    return data;
  };
}

export type Ask = ReturnType<typeof clientOf>;
