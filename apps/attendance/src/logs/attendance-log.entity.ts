import type { AttendanceDirection, AttendanceMethod } from '@argus/contracts';
import type { StoredTime } from '@argus/persistence';
import {
  Check,
  Column,
  Entity,
  Exclusion,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { Person } from '../people/person.entity.js';

/** One attendance of one person. */
@Entity('attendance_log')
@Check('CK_attendance_log_method', `method IN ('face', 'manual', 'badge', 'pin', 'mobile', 'remote')`)
@Check('CK_attendance_log_direction', `direction IN ('in', 'out')`)
@Exclusion(
  'EX_attendance_log_deduplicated',
  `USING gist (person_id WITH =, fold_text(COALESCE(camera_id, ''::text)) WITH =, (self_reported::integer) WITH =, deduplicated_during WITH &&)`,
)
@Index('IX_attendance_log_person', ['personId', 'occurredAt'])
// On what fold_text makes of the camera, and with included columns, which TypeORM cannot express: migrations create them.
@Index('IX_attendance_log_camera', { synchronize: false })
@Index('IX_attendance_log_occurred', { synchronize: false })
export class AttendanceLog {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    primaryKeyConstraintName: 'PK_attendance_log',
    generatedIdentity: 'ALWAYS',
  })
  id!: number;

  @Column('integer') personId!: number;
  @Column('timestamptz') occurredAt!: StoredTime;
  @Column('text', { nullable: true }) cameraId!: string | null;
  @Column('text', { nullable: true }) location!: string | null;
  /** Probability of the match; null for manual entries. */
  @Column('double precision', { nullable: true }) confidence!: number | null;
  /** From acceptance to decision; null for manual entries. */
  @Column('double precision', { nullable: true }) verificationSeconds!: number | null;
  @Column('text') method!: AttendanceMethod;
  /** Whether the person came or went, as the camera was registered then; null where nobody knows. */
  @Column('text', { nullable: true }) direction!: AttendanceDirection | null;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('text', { nullable: true }) markedBy!: string | null;
  /** Employee id of the account that asked; null in rows of earlier versions. */
  @Column('text', { nullable: true }) requestedBy!: string | null;
  @Column('uuid', { nullable: true }) apiKey!: string | null;
  /** The person asked for it in a session of their own. */
  @Column('boolean', { default: false }) selfReported!: boolean;
  /** During this range the person is not logged at this camera again; null for manual entries and what others told. */
  @Column('tstzrange', { nullable: true }) deduplicatedDuring!: string | null;

  @ManyToOne(() => Person)
  @JoinColumn({ name: 'person_id', foreignKeyConstraintName: 'FK_attendance_log_person' })
  person?: Person;
}
