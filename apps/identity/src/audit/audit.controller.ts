import { auditContract, type CallContext, type GatewayAuditEvent } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { AuditLog } from './audit-log.service.js';

@Controller()
@Handles(auditContract)
export class AuditController {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
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
}
