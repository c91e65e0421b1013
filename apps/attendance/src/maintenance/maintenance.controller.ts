import {
  type CallContext,
  type MaintenanceBody,
  maintenanceContract,
  type MaintenancePath,
  type MaintenanceRun,
  type Page,
  type PageQuery,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { MaintenanceService } from './maintenance.service.js';

@Controller()
@Handles(maintenanceContract)
export class MaintenanceController {
  constructor(private readonly maintenance: MaintenanceService) {}

  start({ body }: { body: MaintenanceBody }, context: CallContext): Promise<MaintenanceRun> {
    return this.maintenance.start(body, context);
  }

  list({ query }: { query: PageQuery }): Promise<Page<MaintenanceRun>> {
    return this.maintenance.list(query);
  }

  get({ params }: { params: MaintenancePath }): Promise<MaintenanceRun> {
    return this.maintenance.get(params.run_id);
  }
}
