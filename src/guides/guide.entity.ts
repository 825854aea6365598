import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { Member } from '../groups/member.entity.js';
import type { GuideDocument } from './guide-document.js';

/** The parts of a guide document without rows of their own. They are read as a whole, and never searched or changed. */
export type GuideOutline = Pick<
  GuideDocument,
  'processWeeks' | 'grace' | 'tracks' | 'competencies' | 'areas' | 'topics' | 'skills' | 'notes'
> & { stages: { key: string; title: string }[] };

/** One edition of an interview guide as a group imported it. Immutable: a newer edition is another row. */
@Entity('guide')
@Unique('guide_edition_key', ['groupId', 'key', 'edition'])
@ForeignKey(() => Member, ['groupId', 'importedById'], ['groupId', 'id'], { name: 'guide_imported_by_fkey' })
export class Guide {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  key!: string;

  @Column('integer')
  edition!: number;

  @Column('text')
  company!: string;

  @Column('text')
  role!: string;

  @Column('text')
  summary!: string;

  @Column('text')
  difficulty!: string;

  @Column('jsonb')
  outline!: GuideOutline;

  @Column('timestamptz')
  importedAt!: Date;

  @Column('uuid')
  importedById!: string;
}
