import type { AlarmState, PictureState } from '@argus/contracts';
import { Check, Column, Entity, JoinColumn, OneToOne, PrimaryColumn } from 'typeorm';
import { Camera } from '../cameras/camera.entity.js';

/** Which replica reads a camera, and what it finds. */
@Entity('camera_watch')
@Check('CK_camera_watch_picture', `picture IN ('good', 'dark', 'bright', 'blurred', 'blocked', 'frozen')`)
export class CameraWatch {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_camera_watch' }) cameraId!: string;
  /** The replica that reads it, and until when nobody else may. */
  @Column('uuid', { nullable: true }) leasedBy!: string | null;
  @Column('timestamptz', { nullable: true }) leasedUntil!: Date | null;
  /** Somebody looks through it until then. */
  @Column('timestamptz', { nullable: true }) viewedUntil!: Date | null;
  /** When a replica wrote last what it found. */
  @Column('timestamptz', { nullable: true }) notedAt!: Date | null;
  /** Since when pictures have come without a break; null while none come. */
  @Column('timestamptz', { nullable: true }) onlineSince!: Date | null;
  @Column('double precision', { nullable: true }) seenFps!: number | null;
  @Column('double precision', { nullable: true }) bitsPerSecond!: number | null;
  @Column('double precision', { nullable: true }) qualityScore!: number | null;
  @Column('text', { nullable: true }) picture!: PictureState | null;
  @Column('bigint', { default: 0 }) errors!: number;
  @Column('bigint', { default: 0 }) facesSeen!: number;
  @Column('bigint', { default: 0 }) facesUnusable!: number;
  @Column('bigint', { default: 0 }) facesUnknown!: number;
  @Column('text', { default: 'normal' }) alarmState!: AlarmState;
  /** Since when the alarm is in its state; null if there never was one. */
  @Column('timestamptz', { nullable: true }) alarmSince!: Date | null;
  @Column('text', { nullable: true }) alarmAcknowledgedBy!: string | null;

  @OneToOne(() => Camera, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'camera_id', foreignKeyConstraintName: 'FK_camera_watch_camera' })
  camera?: Camera;
}
