import type { StoredTime } from '@argus/persistence';
import type { TaskStatus } from '@argus/contracts';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Requester } from '../requester.js';

/** Each is also the prefix of the id that clients see. */
export const taskKinds = ['enroll', 'verify', 'bulk'] as const;
export type TaskKind = (typeof taskKinds)[number];

/** An accepted request about faces, which is answered later. */
@Entity('face_task')
@Check('CK_face_task_ended', `(ended_at IS NOT NULL) = (status IN ('completed', 'failed'))`)
@Index('IX_face_task_kind_ended', ['kind', 'endedAt'])
@Index('IX_face_task_ended', ['endedAt'])
// It is partial and includes columns, which TypeORM cannot express: the migration creates it.
@Index('IX_face_task_unfinished', { synchronize: false })
export class FaceTask {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_face_task' }) id!: string;
  @Column('text') kind!: TaskKind;
  @Column('text') status!: TaskStatus;
  /** Account id of the requester. */
  @Column('integer') requestedBy!: number;
  /** Null in tasks of earlier versions. */
  @Column('jsonb', { nullable: true }) requester!: Requester | null;
  /** The input of the task, without the photographs. */
  @Column('jsonb') input!: object;
  @Column('jsonb', { nullable: true }) result!: object | null;
  @Column('integer') photographBytes!: number;
  @Column('timestamptz', { default: () => 'now()' }) acceptedAt!: StoredTime;
  /** Start of the last attempt. */
  @Column('timestamptz', { nullable: true }) startedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
}
