import { alertContract, type AlertQuery, type AlertView, type RowParams } from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { AlertService } from './alert.service.js';

@Controller()
@Handles(alertContract)
export class AlertController {
  constructor(private readonly alerts: AlertService) {}

  list({ query }: { query: AlertQuery }): Promise<AlertView[]> {
    return this.alerts.list(query);
  }

  create({ body }: { body: unknown }): Promise<AlertView> {
    return this.alerts.create(body);
  }

  get({ params }: { params: RowParams }): Promise<AlertView> {
    return this.alerts.get(params.id);
  }

  replace({ params, body }: { params: RowParams; body: unknown }): Promise<AlertView> {
    return this.alerts.replace(params.id, body);
  }

  change({ params, body }: { params: RowParams; body: unknown }): Promise<AlertView> {
    return this.alerts.change(params.id, body);
  }

  remove({ params }: { params: RowParams }): Promise<void> {
    return this.alerts.remove(params.id);
  }
}
