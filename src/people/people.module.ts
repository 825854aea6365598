import { Module } from '@nestjs/common';
import { notFound } from '../common/errors.js';
import { registerNode } from '../common/nodes.js';
import { Passwords } from './passwords.js';
import { PeopleResolver, SignInsResolver } from './people.resolver.js';
import { PeopleService } from './people.service.js';
import { SignIn } from './sign-in.entity.js';
import { Throttle } from './throttle.js';

registerNode('SignIn', SignIn, async (db, { personId }, { id }) => {
  const signIn = await db.findOneBy(SignIn, { id, personId });
  if (!signIn) throw notFound('sign-in');
  return signIn;
});

@Module({
  providers: [Passwords, Throttle, PeopleResolver, SignInsResolver, PeopleService],
  exports: [PeopleService, Throttle],
})
export class PeopleModule {}
