import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A face that a camera saw and that nobody was recognised by, for as long as a series is counted. */
@Entity('failed_face')
@Index('IX_failed_face_camera', ['cameraKey', 'at'])
export class FailedFace {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    primaryKeyConstraintName: 'PK_failed_face',
    generatedIdentity: 'ALWAYS',
  })
  id!: number;
  @Column('text') cameraKey!: string;
  @Column('timestamptz') at!: Date;
}
