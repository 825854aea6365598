import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Assignment } from '../sessions/assignment.entity.js';

/** The candidate's note to one interviewer of a session. Only that interviewer reads it. It is written once. */
@Entity('interviewer_note')
@Check('interviewer_note_helpful_check', 'helpful between 1 and 4')
@ForeignKey(() => Assignment, ['groupId', 'assignmentId'], ['groupId', 'id'], {
  name: 'interviewer_note_assignment_fkey',
})
export class InterviewerNote {
  @PrimaryColumn('uuid')
  groupId!: string;

  @PrimaryColumn('uuid')
  assignmentId!: string;

  /** 1 to 4. */
  @Column('integer')
  helpful!: number;

  @Column('text')
  text!: string;

  @Column('timestamptz')
  writtenAt!: Date;
}
