import type { CameraIntrinsics, ScreenCameraPosition } from '@argus/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The screen that a candidate looks at. */
@Entity('screen')
@Index('IX_screen_origin', ['origin'])
export class Screen {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_screen' })
  owner!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_screen' })
  candidateId!: string;

  /** By whom screens are counted: the account, or the address of a caller without a token. */
  @Column('text', { default: '' })
  origin!: string;

  @Column('integer')
  widthPx!: number;

  @Column('integer')
  heightPx!: number;

  @Column('double precision')
  widthMm!: number;

  @Column('double precision')
  heightMm!: number;

  /** `estimated`: computed from the pixel density. */
  @Column('text')
  sizeSource!: 'measured' | 'estimated';

  @Column('double precision')
  dpi!: number;

  @Column('double precision', { nullable: true })
  diagonalInches!: number | null;

  @Column('text')
  monitorName!: string;

  @Column('text')
  cameraPosition!: ScreenCameraPosition;

  @Column('text')
  distanceCm!: string;

  @Column('text')
  collectionMethod!: string;

  /** Null: not measured. */
  @Column('jsonb', { nullable: true })
  camera!: CameraIntrinsics | null;

  @Column('timestamptz', { default: () => 'now()' })
  savedAt!: Date;
}
