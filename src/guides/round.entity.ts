import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import type { CriterionDocument, RoundKind } from './guide-document.js';
import { Guide } from './guide.entity.js';

/** One interview of a guide's process. */
@Entity('round')
@Unique('round_key_key', ['groupId', 'guideId', 'key'])
@Unique('round_position_key', ['groupId', 'guideId', 'position'])
@Check('round_minutes_check', 'minutes between 5 and 480')
@Check('round_panel_size_check', 'panel_size between 1 and 5')
@Check('round_pacing_check', 'pacing_from >= 0 and pacing_from < pacing_to and pacing_to <= 1')
@ForeignKey(() => Guide, ['groupId', 'guideId'], ['groupId', 'id'], { name: 'round_guide_fkey' })
export class Round {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  guideId!: string;

  @Column('text')
  key!: string;

  @Column('integer')
  position!: number;

  @Column('text')
  stageKey!: string;

  @Column('text')
  title!: string;

  @Column('text')
  kind!: RoundKind;

  @Column('integer')
  minutes!: number;

  /** The number of interviewers, without shadows. */
  @Column('integer')
  panelSize!: number;

  @Column('integer')
  targetSessions!: number;

  @Column('double precision')
  weight!: number;

  @Column('double precision')
  pacingFrom!: number;

  @Column('double precision')
  pacingTo!: number;

  @Column('text')
  summary!: string;

  @Column('jsonb')
  criteria!: CriterionDocument[];

  @Column('text', { array: true })
  areaKeys!: string[];

  @Column('text', { array: true })
  topicKeys!: string[];
}
