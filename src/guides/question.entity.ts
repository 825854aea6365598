import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { Member } from '../groups/member.entity.js';
import type { Difficulty, RoundKind } from './guide-document.js';
import { Guide } from './guide.entity.js';

/** A question of a guide's bank. Its prompt, hints and answer are secrets: a member who reads them can no longer be asked it. */
@Entity('question')
@Unique('question_key_key', ['groupId', 'guideId', 'key'])
@Check('question_difficulty_check', `difficulty in ('EASY', 'MEDIUM', 'HARD')`)
@ForeignKey(() => Guide, ['groupId', 'guideId'], ['groupId', 'id'], { name: 'question_guide_fkey' })
@ForeignKey(() => Member, ['groupId', 'authorId'], ['groupId', 'id'], { name: 'question_author_fkey' })
export class Question {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  guideId!: string;

  @Column('text')
  key!: string;

  @Column('text')
  title!: string;

  @Column('text')
  topicKey!: string;

  @Column('text', { array: true })
  kinds!: RoundKind[];

  @Column('text')
  difficulty!: Difficulty;

  /** Questions of one family are so similar that knowing one helps with the others. */
  @Column('text')
  family!: string;

  @Column('text')
  prompt!: string;

  @Column('text', { array: true })
  hints!: string[];

  @Column('text', { array: true })
  lookFor!: string[];

  /** The member who added it; null for the guide's own. */
  @Column('uuid', { nullable: true })
  authorId!: string | null;

  @Column('timestamptz', { nullable: true })
  retiredAt!: Date | null;
}
