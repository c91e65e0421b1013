import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A file whose rows are stored, so that they are not stored again. */
@Entity('fixation_upload')
@Index('UQ_fixation_upload_file', ['accountId', 'display', 'fileSha256'], { unique: true })
export class FixationUpload {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'PK_fixation_upload',
  })
  id!: number;

  @Column('integer') accountId!: number;
  @Column('text') display!: string;
  @Column('text', { name: 'file_sha256' }) fileSha256!: string;
  @Column('integer') rows!: number;
  @Column('timestamptz', { default: () => 'now()' }) uploadedAt!: Date;
}
