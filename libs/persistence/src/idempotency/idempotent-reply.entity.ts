import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

const primaryKeyConstraintName = 'PK_idempotent_reply';

/** The reply of a create call, kept for repetitions under the same Idempotency-Key. */
@Entity('idempotent_reply')
export class IdempotentReply {
  /** Account or address that sent the key. */
  @PrimaryColumn('text', { primaryKeyConstraintName })
  caller!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName })
  operation!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName })
  key!: string;

  /** MAC of the input under the service's key. */
  @Column('bytea')
  fingerprint!: Buffer;

  /** Sealed, as a reply may hold a secret that is shown once, such as a new API key. */
  @Column('bytea')
  reply!: Buffer;

  @Index('IX_idempotent_reply_created')
  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;
}
