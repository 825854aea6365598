import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Member } from '../groups/member.entity.js';
import { Question } from '../guides/question.entity.js';
import { Session } from '../sessions/session.entity.js';
import type { StoredExposureKind } from './exposure.rules.js';

/** A member has met a question by an act of their own, once for each session whose kit they have opened. What sessions have asked follows from their sets and from who came. */
@Entity('question_exposure')
@Unique('question_exposure_kind_key', ['groupId', 'memberId', 'questionId', 'kind', 'sessionId'])
@Index('question_exposure_family_idx', ['groupId', 'memberId', 'guideKey', 'family'])
@Index('question_exposure_session_idx', ['groupId', 'sessionId'])
@Check('question_exposure_kind_check', `kind in ('OPENED', 'AUTHORED', 'SELF_DECLARED')`)
@ForeignKey(() => Member, ['groupId', 'memberId'], ['groupId', 'id'], { name: 'question_exposure_member_fkey' })
@ForeignKey(() => Question, ['groupId', 'questionId'], ['groupId', 'id'], { name: 'question_exposure_question_fkey' })
@ForeignKey(() => Session, ['groupId', 'sessionId'], ['groupId', 'id'], { name: 'question_exposure_session_fkey' })
export class QuestionExposure {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  memberId!: string;

  @Column('uuid')
  questionId!: string;

  /** A member who knows one question counts as knowing its family, in every edition of the guide. */
  @Column('text')
  guideKey!: string;

  @Column('text')
  family!: string;

  @Column('text')
  kind!: StoredExposureKind;

  @Column('timestamptz')
  at!: Date;

  /** The session for which it was opened, with its kit or by name. */
  @Column('uuid', { nullable: true })
  sessionId!: string | null;
}
