import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A frame that was sent once, as its MAC: a plain hash would prove who has the picture. The same bytes in the answer to another challenge are a replay. */
@Entity('liveness_seen_frame')
export class SeenFrame {
  @PrimaryColumn('bytea', { primaryKeyConstraintName: 'PK_liveness_seen_frame' }) hash!: Uint8Array;
  @Column('uuid') challengeId!: string;
  @Index('IX_liveness_seen_frame_seen')
  @Column('timestamptz', { default: () => 'now()' })
  seenAt!: Date;
}
