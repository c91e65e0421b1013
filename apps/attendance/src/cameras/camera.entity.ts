import type { CameraDirection } from '@argus/contracts';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A camera of the site, and what is known of its pictures. */
@Entity('camera')
@Check('CK_camera_direction', `direction IN ('in', 'out', 'both', 'none')`)
@Check('CK_camera_status', `status IN ('online', 'offline', 'error')`)
// Unique on what fold_text makes of the id, which TypeORM cannot express: a migration creates it.
@Index('UQ_camera_id', { synchronize: false })
export class Camera {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_camera' }) id!: string;
  @Column('text') name!: string;
  @Column('text') location!: string;
  @Column('text', { nullable: true }) ipAddress!: string | null;
  /** Without user and password. */
  @Column('text', { nullable: true }) url!: string | null;
  @Column('bytea', { nullable: true }) credentialsSealed!: Uint8Array | null;
  @Column('text', { default: 'none' }) direction!: CameraDirection;
  @Column('boolean', { default: false }) watch!: boolean;
  @Column('boolean', { default: false }) maintenance!: boolean;
  @Column('boolean', { default: true }) isActive!: boolean;
  /** As it was found the last time. */
  @Column('text', { default: 'offline' }) status!: 'online' | 'offline' | 'error';
  /** What was wrong then, in words; null if nothing was. */
  @Column('text', { nullable: true }) problem!: string | null;
  @Column('timestamptz', { nullable: true }) lastSeenAt!: Date | null;
  @Column('integer', { nullable: true }) width!: number | null;
  @Column('integer', { nullable: true }) height!: number | null;
  @Column('double precision', { nullable: true }) statedFps!: number | null;
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;
}
