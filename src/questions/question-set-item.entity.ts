import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Question } from '../guides/question.entity.js';
import { QuestionSet } from './question-set.entity.js';

/** One question of a set. */
@Entity('question_set_item')
@Unique('question_set_item_question_key', ['groupId', 'sessionId', 'questionId'])
@Index('question_set_item_question_idx', ['groupId', 'questionId'])
@ForeignKey(() => QuestionSet, ['groupId', 'sessionId'], ['groupId', 'sessionId'], {
  name: 'question_set_item_set_fkey',
})
@ForeignKey(() => Question, ['groupId', 'questionId'], ['groupId', 'id'], { name: 'question_set_item_question_fkey' })
export class QuestionSetItem {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  sessionId!: string;

  @Column('integer')
  position!: number;

  @Column('uuid')
  questionId!: string;

  /** Why it was chosen, in one line. */
  @Column('text')
  reason!: string;

  /** Whether it was really asked, once an interviewer has said so. Null counts as asked when the session was held. */
  @Column('boolean', { nullable: true })
  asked!: boolean | null;
}
