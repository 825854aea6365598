import { definePersonal, type RequestState } from '../common/request-state.js';
import { SignIn } from './sign-in.entity.js';

interface SignInRow {
  id: string;
  created_at: string;
  last_used_at: string;
  expires_at: string;
}

/** The devices on which the viewer is signed in. */
const signIns = definePersonal<readonly SignIn[]>({
  name: 'signIns',
  fields: ['Person.signIns', 'SignIn.*', 'Query.exportMyData'],
  sql: `select json_agg(own order by own.last_used_at desc, own.id desc) from sign_in own where own.person_id = p.id`,
  read: (rows) =>
    ((rows ?? []) as SignInRow[]).map(({ id, created_at, last_used_at, expires_at }) =>
      Object.assign(new SignIn(), {
        id,
        createdAt: new Date(created_at),
        lastUsedAt: new Date(last_used_at),
        expiresAt: new Date(expires_at),
      }),
    ),
});

/** Where a person is signed in, for that person alone; last used first. */
export const signInsOf = (state: RequestState, personId: string): SignIn[] =>
  personId === state.viewerId ? state.personal(signIns).filter(({ expiresAt }) => expiresAt > state.now) : [];

/** A sign-in of the viewer's. */
export const signInOf = (state: RequestState, id: string): SignIn | undefined =>
  state.viewerId === null ? undefined : signInsOf(state, state.viewerId).find((signIn) => signIn.id === id);
