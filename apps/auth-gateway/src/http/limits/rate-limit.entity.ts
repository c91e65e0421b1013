import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One counter of the rate limiter, in the columns that rate-limiter-flexible reads and writes. */
@Entity('rate_limit')
export class RateLimit {
  /** Category and key of the caller. */
  @PrimaryColumn('varchar', { length: 255, primaryKeyConstraintName: 'PK_rate_limit' })
  key!: string;

  @Column('integer', { default: 0 })
  points!: number;

  /** Epoch milliseconds. */
  @Index('IX_rate_limit_expire')
  @Column('bigint', { nullable: true })
  expire!: number | null;
}
