import {
  type AddIncidentNote,
  type CallContext,
  type DecideIncident,
  incidentContract,
  type IncidentPath,
  type IncidentQuery,
  type IncidentView,
  type IncidentWithImage,
  type Page,
  type ReportIncident,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { IncidentService } from './incident.service.js';
import { dataUrlOf, incidentView } from './incident.view.js';

@Controller()
@Handles(incidentContract)
export class IncidentController {
  constructor(private readonly incidents: IncidentService) {}

  async report({ body }: { body: ReportIncident }, context: CallContext): Promise<IncidentView> {
    return incidentView(await this.incidents.report(body, context));
  }

  async list({ query }: { query: IncidentQuery }): Promise<Page<IncidentView>> {
    const { count, results } = await this.incidents.list(query);
    return { count, results: results.map(incidentView) };
  }

  async get({ params }: { params: IncidentPath }): Promise<IncidentWithImage> {
    const { incident, picture } = await this.incidents.get(params.id);
    return { ...incidentView(incident), image: picture && dataUrlOf(picture) };
  }

  async decide(
    { params, body }: { params: IncidentPath; body: DecideIncident },
    context: CallContext,
  ): Promise<IncidentView> {
    return incidentView(await this.incidents.decide(params.id, body, context));
  }

  async addNote(
    { params, body }: { params: IncidentPath; body: AddIncidentNote },
    context: CallContext,
  ): Promise<IncidentView> {
    return incidentView(await this.incidents.addNote(params.id, body, context));
  }
}
