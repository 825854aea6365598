import { Module } from '@nestjs/common';
import { Passwords } from './passwords.js';
import { PeopleResolver } from './people.resolver.js';
import { PeopleService } from './people.service.js';

@Module({ providers: [Passwords, PeopleResolver, PeopleService] })
export class PeopleModule {}
