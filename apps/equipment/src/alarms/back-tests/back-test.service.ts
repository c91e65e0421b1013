import { type BackTestRequest, type BackTestView, DomainError, found, isUuid } from '@argus/contracts';
import { Database, Jobs } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { unknownEquipment } from '../../machines/equipment-references.service.js';
import { EquipmentStore } from '../../machines/equipment.store.js';
import { checkRange } from '../alarm-figures/range.js';
import { RuleService } from '../rules/rule.service.js';
import { backTestQueue, MAX_WAITING } from './back-test.queue.js';
import { BackTestStore } from './back-test.store.js';

@Injectable()
export class BackTestService {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly store: BackTestStore,
    private readonly rules: RuleService,
    private readonly equipment: EquipmentStore,
  ) {}

  /** Accepts a back-test; a job runs it. */
  async start(ruleId: number, request: BackTestRequest): Promise<BackTestView> {
    await this.rules.get(ruleId);
    checkRange(request.from, request.to);
    const { equipment, definition } = request;
    if (equipment != null && !(await this.equipment.exists(equipment)))
      throw new DomainError('VALIDATION_FAILED', { issues: [unknownEquipment(equipment)] });
    if (definition) await this.rules.check(definition, ['definition']);
    if ((await this.jobs.depth(backTestQueue)) >= MAX_WAITING)
      throw new DomainError('QUEUE_FULL', { retryAfterSeconds: 60 });
    const id = randomUUID();
    await this.database.transaction(async (tx) => {
      await this.store.create(tx, id, ruleId, request);
      await this.jobs.send(tx, backTestQueue, { id });
    });
    return this.get(id);
  }

  async get(id: string): Promise<BackTestView> {
    return found(isUuid(id) ? await this.store.view(id) : undefined);
  }
}
