import {
  type CallContext,
  type FlightPath,
  type FlightShare,
  type FlightShareBody,
  flightShareContract,
  type FlightSharePath,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { FlightShareService } from './flight-share.service.js';

interface Shared {
  readonly params: FlightSharePath;
}

@Controller()
@Handles(flightShareContract)
export class FlightShareController {
  constructor(private readonly shares: FlightShareService) {}

  async list({ params }: { params: FlightPath }, context: CallContext): Promise<FlightShare[]> {
    const shares = await this.shares.list(params.id, context);
    return shares.map(({ username, right }) => ({ username, right }));
  }

  async set(
    { params, body }: Shared & { body: FlightShareBody },
    context: CallContext,
  ): Promise<FlightShare> {
    const { right } = body;
    return { username: await this.shares.set(params.id, params.username, right, context), right };
  }

  remove({ params }: Shared, context: CallContext): Promise<void> {
    return this.shares.remove(params.id, params.username, context);
  }
}
