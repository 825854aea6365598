import { Inject } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { CurrentActor, type Actor } from '../common/context.js';
import { ExportService } from './export.service.js';

@Resolver()
export class ExportResolver {
  constructor(@Inject(ExportService) private readonly exports: ExportService) {}

  @Query(() => String, {
    nullable: true,
    description:
      'Everything that you wrote, received and did, in every group that you are or were in, as one JSON document. Feedback that is not out yet is in it only where you wrote it; guides that you imported are named, their text stays with the group.',
  })
  exportMyData(@CurrentActor() actor: Actor): Promise<string> {
    return this.exports.exportMyData(actor);
  }
}
