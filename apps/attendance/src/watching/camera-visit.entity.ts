import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Camera } from '../cameras/camera.entity.js';
import { Person } from '../people/person.entity.js';

/** When a person was last seen by a camera: while they stay, they are logged once. */
@Entity('camera_visit')
@Index('IX_camera_visit_seen', ['lastSeenAt'])
export class CameraVisit {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_camera_visit' }) cameraId!: string;
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'PK_camera_visit' }) personId!: number;
  @Column('timestamptz') lastSeenAt!: Date;

  @ManyToOne(() => Camera, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'camera_id', foreignKeyConstraintName: 'FK_camera_visit_camera' })
  camera?: Camera;
  @ManyToOne(() => Person, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'person_id', foreignKeyConstraintName: 'FK_camera_visit_person' })
  person?: Person;
}
