import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { FaceTask } from './face-task.entity.js';

/** A photograph of an unfinished task, sealed and bound to its position there (ADR 6). */
@Entity('face_photograph')
export class FacePhotograph {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_face_photograph' }) taskId!: string;
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'PK_face_photograph' }) position!: number;
  @Column('bytea') sealed!: Uint8Array;

  @ManyToOne(() => FaceTask, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'task_id', foreignKeyConstraintName: 'FK_face_photograph_task' })
  task?: FaceTask;
}
