import { checkSize, HttpClient, sharedPlatform } from '@argus/testing';
import { InstalledProcess } from '@argus/testing/installation';

/* `npm run check:sessions` and `npm run check:brute-force` start three. */
const GATEWAYS = checkSize('GATEWAYS', 2);

/** Adds gateways and an identity to the shared platform. Needs services mode. */
export class MoreGateways {
  private processes: readonly InstalledProcess[] = [];

  static get possible(): boolean {
    return sharedPlatform().installation !== undefined;
  }

  async start(settings: Readonly<Record<string, string>>): Promise<readonly HttpClient[]> {
    const { installation } = sharedPlatform();
    const start = (service: 'auth-gateway' | 'identity'): Promise<InstalledProcess> =>
      InstalledProcess.start(service, installation!, { settings });
    const [, ...gateways] = (this.processes = await Promise.all([
      start('identity'),
      ...Array.from({ length: GATEWAYS }, () => start('auth-gateway')),
    ]));
    return gateways.map(({ url }) => new HttpClient(url));
  }

  async stop(): Promise<void> {
    await Promise.all(this.processes.map((each) => each.stop()));
  }
}
