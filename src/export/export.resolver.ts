import { Query, Resolver } from '@nestjs/graphql';
import { Readable } from '../common/context.js';
import type { RequestState } from '../common/request-state.js';
import { exportOfViewer } from './export.state.js';

@Resolver()
export class ExportResolver {
  @Query(() => String, {
    nullable: true,
    description:
      'Everything that you wrote, received and did, in every group that you are or were in, as one JSON document. It contains unreleased feedback only if you wrote it. It names the guides that you imported, but not their text, which stays with the group.',
  })
  exportMyData(@Readable() state: RequestState): string {
    return exportOfViewer(state);
  }
}
