import { Module } from '@nestjs/common';
import { registerNode } from '../common/nodes.js';
import { Passwords } from './passwords.js';
import { PeopleResolver, SignInsResolver } from './people.resolver.js';
import { signInOf } from './people.state.js';
import { PeopleService } from './people.service.js';
import { SignIn } from './sign-in.entity.js';
import { Throttle } from './throttle.js';

registerNode('SignIn', [SignIn], {
  find: (state, { id }) => signInOf(state, id),
  mayRead: (state, { id }) => signInOf(state, id) !== undefined,
});

@Module({
  providers: [Passwords, Throttle, PeopleResolver, SignInsResolver, PeopleService],
  exports: [PeopleService, Throttle],
})
export class PeopleModule {}
