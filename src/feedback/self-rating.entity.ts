import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { SelfAssessment } from './self-assessment.entity.js';

/** The level of a self-assessment on one criterion, and the reason, which is optional. */
@Entity('self_rating')
@Check('self_rating_level_check', 'level between 1 and 4')
@ForeignKey(() => SelfAssessment, ['groupId', 'sessionId'], ['groupId', 'sessionId'], {
  name: 'self_rating_self_assessment_fkey',
})
export class SelfRating {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  sessionId!: string;

  @PrimaryColumn('text')
  criterionKey!: string;

  /** 1 to 4; null: not assessed. */
  @Column('integer', { nullable: true })
  level!: number | null;

  @Column('text')
  evidence!: string;
}
