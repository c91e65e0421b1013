import {
  type CallContext,
  type FlightChange,
  flightContract,
  type FlightDraft,
  type FlightPath,
  type FlightView,
  type Page,
  type PageQuery,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { FlightService } from './flight.service.js';
import { flightView } from './flight.view.js';

interface At {
  readonly params: FlightPath;
}

@Controller()
@Handles(flightContract)
export class FlightController {
  constructor(private readonly flights: FlightService) {}

  async list({ query }: { query: PageQuery }, context: CallContext): Promise<Page<FlightView>> {
    const { count, results } = await this.flights.list(query, context);
    return { count, results: results.map(flightView) };
  }

  async create({ body }: { body: FlightDraft }, context: CallContext): Promise<FlightView> {
    return flightView(await this.flights.create(body, context));
  }

  async get({ params }: At, context: CallContext): Promise<FlightView> {
    return flightView(await this.flights.get(params.id, context));
  }

  async change({ params, body }: At & { body: FlightChange }, context: CallContext): Promise<FlightView> {
    return flightView(await this.flights.change(params.id, body, context));
  }

  remove({ params }: At, context: CallContext): Promise<void> {
    return this.flights.remove(params.id, context);
  }
}
