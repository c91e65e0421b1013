import {
  type CallContext,
  type FlightChange,
  flightContract,
  type FlightDraft,
  type FlightMarker,
  type FlightMarkerDraft,
  type FlightMarkerPath,
  type FlightPath,
  type FlightShare,
  type FlightShareBody,
  type FlightSharePath,
  type FlightView,
  type Page,
  type PageQuery,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { FlightService } from './flight.service.js';
import { flightView, markerView } from './flight.view.js';

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

  async shares({ params }: At, context: CallContext): Promise<FlightShare[]> {
    const shares = await this.flights.shares(params.id, context);
    return shares.map(({ username, right }) => ({ username, right }));
  }

  async share(
    { params, body }: { params: FlightSharePath; body: FlightShareBody },
    context: CallContext,
  ): Promise<FlightShare> {
    const { right } = body;
    return { username: await this.flights.share(params.id, params.username, right, context), right };
  }

  unshare({ params }: { params: FlightSharePath }, context: CallContext): Promise<void> {
    return this.flights.unshare(params.id, params.username, context);
  }

  async markers({ params }: At, context: CallContext): Promise<FlightMarker[]> {
    return (await this.flights.markers(params.id, context)).map(markerView);
  }

  async mark(
    { params, body }: At & { body: FlightMarkerDraft },
    context: CallContext,
  ): Promise<FlightMarker> {
    return markerView(await this.flights.mark(params.id, body, context));
  }

  unmark({ params }: { params: FlightMarkerPath }, context: CallContext): Promise<void> {
    return this.flights.unmark(params.id, params.marker_id, context);
  }
}
