import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { ScorecardVersion } from './scorecard-version.entity.js';

/** The level that one version of a scorecard gives on one criterion, and what was observed. */
@Entity('rating')
@Check('rating_level_check', 'level between 1 and 4')
@Check('rating_evidence_check', `level is null or evidence <> ''`)
@ForeignKey(() => ScorecardVersion, ['groupId', 'versionId'], ['groupId', 'id'], { name: 'rating_version_fkey' })
export class Rating {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  versionId!: string;

  @PrimaryColumn('text')
  criterionKey!: string;

  /** 1 to 4; null: not assessed. */
  @Column('integer', { nullable: true })
  level!: number | null;

  @Column('text')
  evidence!: string;
}
