import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Camera } from '../cameras/camera.entity.js';

/** The right to look through a camera once. */
@Entity('camera_stream_ticket')
@Index('IX_camera_stream_ticket_expires', ['expiresAt'])
export class StreamTicketRow {
  /** SHA-256 of what stands in the address. */
  @PrimaryColumn('bytea', { primaryKeyConstraintName: 'PK_camera_stream_ticket' }) hash!: Uint8Array;
  @Column('text') cameraId!: string;
  @Column('timestamptz') expiresAt!: Date;

  @ManyToOne(() => Camera, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'camera_id', foreignKeyConstraintName: 'FK_camera_stream_ticket_camera' })
  camera?: Camera;
}
