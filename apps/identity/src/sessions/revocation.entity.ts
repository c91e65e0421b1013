import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** A session that ended before its access tokens did. */
@Entity('revocation')
@Unique('UQ_revocation_session', ['session_id'])
export class Revocation {
  /** Grows in the order of the commits. */
  @PrimaryColumn('bigint', {
    primaryKeyConstraintName: 'PK_revocation',
    generated: 'identity',
    generatedIdentity: 'ALWAYS',
  })
  position!: number;
  @Column('uuid') session_id!: string;
  /** When its last access token is over anyway. */
  @Column('timestamptz') forget_at!: Date;
}
