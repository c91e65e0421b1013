import { setTimeout as pause } from 'node:timers/promises';
import { eventually, HttpClient } from '@argus/testing';
import {
  type EmptyInstallation,
  InstalledProcess,
  isRealTime,
  operate,
  startInstallation,
} from '@argus/testing/installation';

export type Two<T> = readonly [T, T];

/** Two gateways and two identities with their own installation, whose clocks a test can move. */
export class GatewayPair {
  private aheadMs = 0;

  private constructor(
    private readonly installation: EmptyInstallation,
    private readonly identities: Two<InstalledProcess>,
    private readonly gateways: Two<InstalledProcess>,
  ) {}

  static async start(settings: Readonly<Record<string, string>> = {}): Promise<GatewayPair> {
    const installation = await startInstallation();
    const start = (service: 'auth-gateway' | 'identity'): Promise<InstalledProcess> =>
      InstalledProcess.start(service, installation, { settings, canSleep: true });
    const startTwo = async (service: 'auth-gateway' | 'identity'): Promise<Two<InstalledProcess>> => [
      await start(service),
      await start(service),
    ];
    /* The first identity migrates and creates the administrator. Gateways start only once an identity answers. */
    return new GatewayPair(installation, await startTwo('identity'), await startTwo('auth-gateway'));
  }

  get admin(): EmptyInstallation['admin'] {
    return this.installation.admin;
  }

  get dataDirectory(): string {
    return this.installation.dataDirectory;
  }

  get clients(): Two<HttpClient> {
    const [one, two] = this.gateways;
    return [new HttpClient(one.url), new HttpClient(two.url)];
  }

  /** Returns the time of the gateways' clocks. */
  now(): number {
    return Date.now() + this.aheadMs;
  }

  /** Moves all clocks ahead, then waits until both gateways have read again which sessions ended. */
  async pass(ms: number): Promise<void> {
    if (ms <= 0) return;
    if (isRealTime) return pause(ms);
    this.aheadMs += ms;
    /* Identities first: a gateway asks identity as soon as its own clock moves. */
    for (const processes of [this.identities, this.gateways])
      await Promise.all(processes.map((each) => each.sleep(ms)));
    const { body } = await this.clients[0].post('/api/v1/auth/login/', this.admin);
    const { access: token } = body as { access: string };
    for (const client of this.clients) {
      const { status } = await eventually(
        () => client.get('/api/v1/auth/sessions/', { token }),
        (answer) => answer.status !== 503,
      );
      if (status !== 200) throw new Error(`After ${ms} ms of sleep a valid token is answered ${status}`);
    }
  }

  operate(...words: string[]): Promise<string> {
    return operate(this.installation, words, { clockAheadMs: this.aheadMs });
  }

  async stop(): Promise<void> {
    for (const processes of [this.gateways, this.identities])
      await Promise.all(processes.map((each) => each.stop()));
    await this.installation.stop();
  }
}
