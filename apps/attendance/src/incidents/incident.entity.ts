import type { IncidentNote, IncidentSeverity, IncidentStatus } from '@argus/contracts';
import type { StoredTime } from '@argus/persistence';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Something that somebody should look at. */
@Entity('incident')
@Index('IX_incident_created', ['createdAt', 'id'])
@Index('IX_incident_reporter', ['reportedBy'], { where: `status = 'open'` })
@Index('UQ_incident_rule', ['openedByRule'], { unique: true, where: `status = 'open'` })
export class Incident {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_incident' }) id!: string;
  @Column('text') type!: string;
  @Column('text', { nullable: true }) cameraId!: string | null;
  @Column('timestamptz') occurredAt!: StoredTime;
  @Column('text') description!: string;
  @Column('text') severity!: IncidentSeverity;
  @Column('text', { default: 'open' }) status!: IncidentStatus;
  /** Sealed, bound to the incident. */
  @Column('bytea', { nullable: true }) imageSealed!: Uint8Array | null;
  @Column('text', { nullable: true }) reportedBy!: string | null;
  /** Rule and camera; a rule has one open incident for each camera. */
  @Column('text', { nullable: true }) openedByRule!: string | null;
  @Column('jsonb', { default: [] }) notes!: IncidentNote[];
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;
  @Column('text', { nullable: true }) decidedBy!: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt!: Date | null;
}
