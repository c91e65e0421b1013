import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A key pair that signs access tokens. All replicas of the service work with the same rows. */
@Entity('signing_key')
export class SigningKey {
  /** RFC 7638 thumbprint of the public key. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_signing_key' }) kid!: string;
  @Column('jsonb') publicJwk!: Record<string, string>;
  /** PKCS #8, sealed; bound to the `kid`. */
  @Column('bytea') privateKeySealed!: Uint8Array;
  @Column('timestamptz') publishedAt!: Date;
  /** The key with the latest one that is not in the future signs. */
  @Column('timestamptz') signsFrom!: Date;
}
