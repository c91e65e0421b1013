import type { FaceEvaluation as Result } from '@argus/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An evaluation of the enrolled people, at most one of which runs. */
@Entity('face_evaluation')
// Its expression, which TypeORM cannot express, is a constant: the migration creates it.
@Index('UQ_face_evaluation_running', { synchronize: false })
export class FaceEvaluation {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_face_evaluation' }) id!: string;
  /** Account id of the administrator. */
  @Column('integer') requestedBy!: number;
  @Index('IX_face_evaluation_requested')
  @Column('timestamptz', { default: () => 'now()' })
  requestedAt!: Date;
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
  @Column('jsonb', { nullable: true }) result!: Result | null;
  /** Why there is no result. */
  @Column('text', { nullable: true }) errorCode!: string | null;
}
