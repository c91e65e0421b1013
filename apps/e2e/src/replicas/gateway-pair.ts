import { setTimeout as pause } from 'node:timers/promises';
import {
  type EmptyInstallation,
  eventually,
  GatewayProcess,
  HttpClient,
  isRealTime,
  operate,
  startInstallation,
} from '@argus/testing';

export type Two<T> = readonly [T, T];

/** Two gateways of an installation of their own, for which time can be made to pass. */
export class GatewayPair {
  private aheadMs = 0;

  private constructor(
    private readonly installation: EmptyInstallation,
    private readonly gateways: Two<GatewayProcess>,
  ) {}

  static async start(settings: Readonly<Record<string, string>> = {}): Promise<GatewayPair> {
    const installation = await startInstallation();
    const start = (): Promise<GatewayProcess> =>
      GatewayProcess.start(installation, { settings, canSleep: true });
    /* The first one migrates and makes the administrator. */
    return new GatewayPair(installation, [await start(), await start()]);
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

  /** By the gateways' clocks. */
  now(): number {
    return Date.now() + this.aheadMs;
  }

  /** Lets time pass, and both gateways see again which sessions have ended. */
  async pass(ms: number): Promise<void> {
    if (ms <= 0) return;
    if (isRealTime) return pause(ms);
    this.aheadMs += ms;
    await Promise.all(this.gateways.map((gateway) => gateway.sleep(ms)));
    const { body } = await this.clients[0].post('/api/v1/auth/login/', this.admin);
    const { access: token } = body as { access: string };
    for (const client of this.clients) {
      const { status } = await eventually(
        () => client.get('/api/v1/auth/sessions/', { token }),
        (answer) => answer.status !== 503,
      );
      if (status !== 200) throw new Error(`After ${ms} ms of sleep a good token is answered ${status}`);
    }
  }

  operate(...words: string[]): Promise<string> {
    return operate(this.installation, words, { clockAheadMs: this.aheadMs });
  }

  async stop(): Promise<void> {
    await Promise.all(this.gateways.map((gateway) => gateway.stop()));
    await this.installation.stop();
  }
}
