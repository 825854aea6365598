import { Query, Resolver } from '@nestjs/graphql';
import { Readable } from '../common/context.js';
import type { RequestState } from '../common/request-state.js';
import { exportOfViewer } from './export.state.js';

@Resolver()
export class ExportResolver {
  @Query(() => String, {
    nullable: true,
    description:
      'Everything that you wrote, received and did, in every group that you are or were in, as one JSON document. Feedback that is not out yet is in it only where you wrote it; guides that you imported are named, their text stays with the group.',
  })
  exportMyData(@Readable() state: RequestState): string {
    return exportOfViewer(state);
  }
}
