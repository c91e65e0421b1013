import { auditContract, type AuditState, type CallContext, type GatewayAuditEvent } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { AuditLog } from './audit-log.service.js';
import { AuditVerifier } from './audit-verifier.service.js';

@Controller()
@Handles(auditContract)
export class AuditController {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly verifier: AuditVerifier,
  ) {}

  async note({ body }: { body: GatewayAuditEvent }, context: CallContext): Promise<void> {
    const { action, success, family, operation, times, since, of_many } = body;
    const { principal } = context;
    await this.database.transaction((tx) =>
      this.audit.append(tx, context, {
        action,
        success,
        account: principal && { family: principal.family, id: principal.accountId },
        details: {
          family,
          operation,
          times,
          since: since.toString(),
          ...(of_many && { of_many }),
        },
      }),
    );
  }

  async verify(): Promise<AuditState> {
    const verdict = await this.verifier.verify();
    return verdict.intact
      ? { intact: true, position: verdict.head.position, problem: null }
      : { intact: false, position: verdict.position, problem: verdict.problem };
  }
}
