import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { Assignment } from '../sessions/assignment.entity.js';

/** One interviewer's judgement of one session. Its contents are in its draft and its versions. */
@Entity('scorecard')
@Unique('scorecard_author_key', ['groupId', 'sessionId', 'authorId'])
@ForeignKey(() => Assignment, ['groupId', 'sessionId', 'authorId'], ['groupId', 'sessionId', 'memberId'], {
  name: 'scorecard_seat_fkey',
})
export class Scorecard {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  sessionId!: string;

  @Column('uuid')
  authorId!: string;

  @Column('timestamptz')
  createdAt!: Date;
}
