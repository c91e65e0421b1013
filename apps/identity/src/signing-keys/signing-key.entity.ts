import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A key pair that signs access tokens, shared by all replicas. */
@Entity('signing_key')
export class SigningKey {
  /** RFC 7638 thumbprint of the public key. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_signing_key' }) kid!: string;
  @Column('jsonb') publicJwk!: Record<string, string>;
  /** PKCS #8, sealed and bound to the `kid`. */
  @Column('bytea') privateKeySealed!: Uint8Array;
  @Column('timestamptz') publishedAt!: Date;
  /** The key with the latest past moment signs. */
  @Column('timestamptz') signsFrom!: Date;
}
