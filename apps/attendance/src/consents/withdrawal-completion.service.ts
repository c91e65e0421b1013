import { Instant, instant } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ErasureCertificates } from './erasure-certificates.service.js';
import { WithdrawalStore } from './withdrawal.store.js';

/** Notes that what was withdrawn is destroyed, and certifies it. */
@Injectable()
export class WithdrawalCompletion {
  constructor(
    private readonly withdrawals: WithdrawalStore,
    private readonly certificates: ErasureCertificates,
  ) {}

  /** A repeated job certifies once. */
  async complete(tx: EntityManager, id: string): Promise<void> {
    const withdrawal = await this.withdrawals.find(id);
    if (withdrawal?.completedAt !== null) return;
    const destroyed_at = instant(Instant.now());
    const { employeeId: employee_id, purpose, requestedAt } = withdrawal;
    const statement = {
      withdrawal: id,
      employee_id,
      purpose,
      requested_at: instant(requestedAt),
      destroyed_at,
    };
    await this.withdrawals.complete(tx, id, destroyed_at, this.certificates.certify(statement));
  }
}
