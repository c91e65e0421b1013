import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';

const LOOK_AGAIN_MS = 200;
const CONNECT_LIMIT_MS = 3_000;

/**
 * Calls `ended` once when nothing listens at a server's URL any more. An idle connection tells at once, also of a server that an
 * earlier process started. Servers that recover after a crash of one of their processes still listen.
 */
export class ServerWatch {
  private client: Client | undefined;
  private stopped = false;

  constructor(
    private readonly url: string,
    private readonly ended: () => void,
  ) {
    void this.watch();
  }

  stop(): void {
    this.stopped = true;
    void this.client?.end().catch(() => undefined);
  }

  private async watch(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.holdConnection();
      } catch (error) {
        if (this.stopped) return;
        if (isRefused(error)) return this.ended();
        await pause(LOOK_AGAIN_MS);
      }
    }
  }

  /** Resolves when an established connection is lost. */
  private async holdConnection(): Promise<void> {
    const client = new Client({
      connectionString: this.url,
      connectionTimeoutMillis: CONNECT_LIMIT_MS,
      application_name: 'argus-watch',
    });
    this.client = client;
    client.on('error', () => undefined);
    const lost = new Promise((done) => client.once('end', done));
    await client.connect();
    if (this.stopped) await client.end();
    await lost;
  }
}

const isRefused = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
