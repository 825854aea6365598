import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import type { Recommendation } from './scorecard.rules.js';
import { Scorecard } from './scorecard.entity.js';

/** A scorecard as it was submitted. Never updated, never deleted: submitting again or amending adds the next number. */
@Entity('scorecard_version')
@Unique('scorecard_version_number_key', ['groupId', 'scorecardId', 'number'])
@Check(
  'scorecard_version_recommendation_check',
  `recommendation in ('STRONG_NO_HIRE', 'NO_HIRE', 'HIRE', 'STRONG_HIRE', 'NO_DECISION')`,
)
@Check('scorecard_version_reason_check', `reason <> ''`)
@ForeignKey(() => Scorecard, ['groupId', 'scorecardId'], ['groupId', 'id'], {
  name: 'scorecard_version_scorecard_fkey',
})
export class ScorecardVersion {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  scorecardId!: string;

  @Column('integer')
  number!: number;

  @Column('timestamptz')
  submittedAt!: Date;

  @Column('text')
  recommendation!: Recommendation;

  @Column('text')
  strengths!: string;

  @Column('text')
  growthAreas!: string;

  /** Why it was amended; null for what was submitted before anybody else could read it. */
  @Column('text', { nullable: true })
  reason!: string | null;
}
