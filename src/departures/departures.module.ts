import { Module } from '@nestjs/common';
import { PeopleModule } from '../people/people.module.js';
import { DeparturesResolver } from './departures.resolver.js';
import { DeparturesService } from './departures.service.js';

@Module({ imports: [PeopleModule], providers: [DeparturesService, DeparturesResolver] })
export class DeparturesModule {}
