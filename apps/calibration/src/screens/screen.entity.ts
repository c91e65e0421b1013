import type { CameraIntrinsics, ScreenCameraPosition } from '@argus/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a candidate looks at. */
@Entity('screen')
export class ScreenRecord {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_screen' })
  owner!: string;

  @PrimaryColumn('text', { name: 'candidate_id', primaryKeyConstraintName: 'PK_screen' })
  candidateId!: string;

  @Column('integer', { name: 'width_px' })
  widthPx!: number;

  @Column('integer', { name: 'height_px' })
  heightPx!: number;

  @Column('double precision', { name: 'width_mm' })
  widthMm!: number;

  @Column('double precision', { name: 'height_mm' })
  heightMm!: number;

  /** Estimated where it was computed from the pixel density. */
  @Column('text', { name: 'size_source' })
  sizeSource!: 'measured' | 'estimated';

  @Column('double precision')
  dpi!: number;

  @Column('double precision', { name: 'diagonal_inches', nullable: true })
  diagonalInches!: number | null;

  @Column('text', { name: 'monitor_name' })
  monitorName!: string;

  @Column('text', { name: 'camera_position' })
  cameraPosition!: ScreenCameraPosition;

  @Column('text', { name: 'distance_cm' })
  distanceCm!: string;

  @Column('text', { name: 'collection_method' })
  collectionMethod!: string;

  /** Of the camera; null where nobody measured it. */
  @Column('jsonb', { nullable: true })
  camera!: CameraIntrinsics | null;

  @Column('timestamptz', { name: 'saved_at', default: () => 'now()' })
  savedAt!: Date;
}
