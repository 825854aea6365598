import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { RatingContents, Recommendation } from './scorecard.rules.js';
import { Scorecard } from './scorecard.entity.js';

/**
 * What an author has written and not yet submitted. It may be overwritten, and is deleted when the scorecard is submitted.
 */
@Entity('scorecard_draft')
@ForeignKey(() => Scorecard, ['groupId', 'scorecardId'], ['groupId', 'id'], { name: 'scorecard_draft_scorecard_fkey' })
export class ScorecardDraft {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  scorecardId!: string;

  @Column('timestamptz')
  savedAt!: Date;

  @Column('jsonb')
  ratings!: RatingContents[];

  @Column('text', { nullable: true })
  recommendation!: Recommendation | null;

  @Column('text')
  strengths!: string;

  @Column('text')
  growthAreas!: string;
}
