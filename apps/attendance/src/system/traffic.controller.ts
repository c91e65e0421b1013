import { type AnsweredRequests, trafficContract } from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { GatewayTrafficStore } from './gateway-traffic.store.js';

@Controller()
@Handles(trafficContract)
export class TrafficController {
  constructor(private readonly traffic: GatewayTrafficStore) {}

  note({ body }: { body: AnsweredRequests }): Promise<void> {
    return this.traffic.add(body);
  }
}
