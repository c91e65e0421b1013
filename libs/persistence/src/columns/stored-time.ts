import { Instant } from '@argus/contracts';
import type { ValueTransformer } from 'typeorm';

/** What a column of times is read as: a Date that remembers the microseconds, for those who do not measure anything. */
export class StoredTime extends Date {
  /** `us` are the microseconds of the millisecond, 0 to 999. */
  constructor(
    ms: number,
    private readonly us: number,
  ) {
    super(ms);
  }

  static of({ us }: Instant): StoredTime {
    const ofMillisecond = ((us % 1000n) + 1000n) % 1000n;
    return new StoredTime(Number((us - ofMillisecond) / 1000n), Number(ofMillisecond));
  }

  get exact(): Instant {
    return Instant.ofUs(BigInt(this.getTime()) * 1000n + BigInt(this.us));
  }

  /** Milliseconds since 1970, with microseconds as their fraction: the number that `exact.ms` is. */
  get ms(): number {
    const us = this.getTime() * 1000 + this.us;
    return Number.isSafeInteger(us) ? us / 1000 : this.exact.ms;
  }

  /** With six digits of fraction, where there are microseconds. */
  override toISOString(): string {
    const ofMillisecond = super.toISOString();
    return this.us === 0
      ? ofMillisecond
      : `${ofMillisecond.slice(0, -1)}${String(this.us).padStart(3, '0')}Z`;
  }
}

/** For columns of measured times: `@Column('timestamptz', { transformer: exactTime })` holds an Instant. */
export const exactTime: ValueTransformer = {
  to: (value: unknown) => value,
  from: (read: unknown) => (read instanceof StoredTime ? read.exact : read),
};
