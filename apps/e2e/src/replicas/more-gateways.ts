import { GatewayProcess, HttpClient, sharedPlatform } from '@argus/testing';
import type { Two } from './gateway-pair.js';

/** Two more gateways beside the one of the platform that the run shares; where every service is its own process. */
export class MoreGateways {
  private gateways: readonly GatewayProcess[] = [];

  static get possible(): boolean {
    return sharedPlatform().installation !== undefined;
  }

  async start(settings: Readonly<Record<string, string>>): Promise<Two<HttpClient>> {
    const { installation } = sharedPlatform();
    const start = (): Promise<GatewayProcess> => GatewayProcess.start(installation!, { settings });
    const [one, two] = await Promise.all([start(), start()]);
    this.gateways = [one, two];
    return [new HttpClient(one.url), new HttpClient(two.url)];
  }

  async stop(): Promise<void> {
    await Promise.all(this.gateways.map((gateway) => gateway.stop()));
  }
}
