import { HttpClient, InstalledProcess, sharedPlatform } from '@argus/testing';
import type { Two } from './gateway-pair.js';

/** Adds two gateways and an identity to the shared platform. Needs services mode. */
export class MoreGateways {
  private processes: readonly InstalledProcess[] = [];

  static get possible(): boolean {
    return sharedPlatform().installation !== undefined;
  }

  async start(settings: Readonly<Record<string, string>>): Promise<Two<HttpClient>> {
    const { installation } = sharedPlatform();
    const start = (service: 'auth-gateway' | 'identity'): Promise<InstalledProcess> =>
      InstalledProcess.start(service, installation!, { settings });
    const [one, two, identity] = await Promise.all([
      start('auth-gateway'),
      start('auth-gateway'),
      start('identity'),
    ]);
    this.processes = [one, two, identity];
    return [new HttpClient(one.url), new HttpClient(two.url)];
  }

  async stop(): Promise<void> {
    await Promise.all(this.processes.map((each) => each.stop()));
  }
}
