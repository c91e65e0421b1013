import {
  type CallContext,
  type FlightMarker,
  flightMarkerContract,
  type FlightMarkerDraft,
  type FlightMarkerPath,
  type FlightPath,
  instant,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import type { FlightMarkerRow } from './flight-marker.entity.js';
import { FlightMarkerService } from './flight-marker.service.js';

interface At {
  readonly params: FlightPath;
}

@Controller()
@Handles(flightMarkerContract)
export class FlightMarkerController {
  constructor(private readonly markers: FlightMarkerService) {}

  async list({ params }: At, context: CallContext): Promise<FlightMarker[]> {
    return (await this.markers.list(params.id, context)).map(view);
  }

  async create(
    { params, body }: At & { body: FlightMarkerDraft },
    context: CallContext,
  ): Promise<FlightMarker> {
    return view(await this.markers.create(params.id, body, context));
  }

  remove({ params }: { params: FlightMarkerPath }, context: CallContext): Promise<void> {
    return this.markers.remove(params.id, params.marker_id, context);
  }
}

const view = ({ id, at, label, comment, username }: FlightMarkerRow): FlightMarker => ({
  id,
  at: instant(at),
  label,
  comment,
  username,
});
