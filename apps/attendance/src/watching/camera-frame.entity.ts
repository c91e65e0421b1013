import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn } from 'typeorm';
import { Camera } from '../cameras/camera.entity.js';

/** The newest picture of a camera that somebody looks through, sealed; the table is not logged and its row is deleted when nobody looks any more. */
@Entity('camera_frame')
export class CameraFrame {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_camera_frame' }) cameraId!: string;
  @Column('timestamptz', { default: () => 'now()' }) at!: Date;
  @Column('bytea') pictureSealed!: Uint8Array;

  @OneToOne(() => Camera, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'camera_id', foreignKeyConstraintName: 'FK_camera_frame_camera' })
  camera?: Camera;
}
