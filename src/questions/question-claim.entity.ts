import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Member } from '../groups/member.entity.js';
import { QuestionSet } from './question-set.entity.js';

/**
 * A family that a set holds for its candidate, or that they were asked. The primary key is what makes "never the same question twice" true,
 * whichever plans and sessions ask.
 */
@Entity('question_claim')
@Index('question_claim_session_idx', ['groupId', 'sessionId'])
@ForeignKey(() => Member, ['groupId', 'memberId'], ['groupId', 'id'], { name: 'question_claim_member_fkey' })
@ForeignKey(() => QuestionSet, ['groupId', 'sessionId'], ['groupId', 'sessionId'], { name: 'question_claim_set_fkey' })
export class QuestionClaim {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  memberId!: string;

  @PrimaryColumn('text')
  guideKey!: string;

  @PrimaryColumn('text')
  family!: string;

  @Column('uuid')
  sessionId!: string;
}
