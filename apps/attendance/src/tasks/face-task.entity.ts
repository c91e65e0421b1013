import type { TaskStatus } from '@argus/contracts';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Also the prefix of the id that clients see. */
export const taskKinds = ['enroll', 'verify', 'bulk'] as const;
export type TaskKind = (typeof taskKinds)[number];

/** A request about faces that was accepted and is answered later. */
@Entity('face_task')
@Check('CK_face_task_ended', `(ended_at IS NOT NULL) = (status IN ('completed', 'failed'))`)
@Index('IX_face_task_kind_ended', ['kind', 'endedAt'])
@Index('IX_face_task_ended', ['endedAt'])
// Partial with included columns: TypeORM cannot express it, the migration does.
@Index('IX_face_task_unfinished', { synchronize: false })
export class FaceTask {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_face_task' }) id!: string;
  @Column('text') kind!: TaskKind;
  @Column('text') status!: TaskStatus;
  /** Account id of who asked. */
  @Column('integer') requestedBy!: number;
  /** What the task is about, apart from the photographs. */
  @Column('jsonb') input!: object;
  @Column('jsonb', { nullable: true }) result!: object | null;
  @Column('integer') photographBytes!: number;
  @Column('timestamptz', { default: () => 'now()' }) acceptedAt!: Date;
  /** Of the last attempt. */
  @Column('timestamptz', { nullable: true }) startedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
}
