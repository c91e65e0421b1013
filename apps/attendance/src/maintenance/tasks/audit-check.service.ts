import { auditContract } from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { Injectable } from '@nestjs/common';
import { MaintenanceFailure } from './maintenance-failure.js';
import type { MaintenanceStep } from './maintenance-step.js';

/** Has identity look whether the audit was changed. */
@Injectable()
export class AuditCheck implements MaintenanceStep {
  constructor(private readonly rpc: RpcClient) {}

  async run(): Promise<string> {
    const { intact, position, problem } = await this.rpc.call(auditContract.operations.verify, {});
    if (intact) return `The audit is intact up to event ${position}.`;
    throw new MaintenanceFailure(
      `Event ${position} of the audit is ${problem}. Read docs/operations/incidents.`,
    );
  }
}
