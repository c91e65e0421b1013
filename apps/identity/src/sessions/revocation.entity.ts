import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** A session that ended, or an API key that was revoked, while gateways may still accept it. */
@Entity('revocation')
@Unique('UQ_revocation_session', ['sessionId'])
export class Revocation {
  /** Grows in the order of the commits. */
  @PrimaryColumn('bigint', {
    primaryKeyConstraintName: 'PK_revocation',
    generated: 'identity',
    generatedIdentity: 'ALWAYS',
  })
  position!: number;
  @Column('uuid') sessionId!: string;
  /** When no gateway accepts it any longer. */
  @Column('timestamptz') forgetAt!: Date;
}
