import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { ServerProcess } from './server-process.js';

const SERVERS = 3;

const storeIn = (folder: string): string => join(folder, 'store');

/** Three NATS servers that keep every stream three times. */
export class NatsCluster {
  private constructor(
    readonly url: string,
    readonly servers: readonly ServerProcess[],
    private readonly stores: readonly string[],
  ) {}

  /** @param authorization a file with the users, as `npm run keys -- compose` writes it */
  static async start(folder: string, authorization: string): Promise<NatsCluster> {
    const places = await Promise.all(
      Array.from({ length: SERVERS }, async () => ({ port: await freePort(), routePort: await freePort() })),
    );
    const routes = places.map(({ routePort }) => `nats://127.0.0.1:${routePort}`).join(', ');
    const servers = places.map(({ port, routePort }, index) => {
      const own = join(folder, `nats-${index}`);
      mkdirSync(own, { recursive: true });
      const file = join(own, 'nats.conf');
      writeFileSync(
        file,
        [
          `server_name: nats-${index}`,
          `listen: "127.0.0.1:${port}"`,
          'max_payload: 32MB',
          'max_pending: 256MB',
          `jetstream { store_dir: ${JSON.stringify(storeIn(own))} }`,
          `cluster { name: argus, listen: "127.0.0.1:${routePort}", routes: [${routes}] }`,
          `include ${JSON.stringify(join('..', authorization))}`,
        ].join('\n'),
      );
      return new ServerProcess(process.env.NATS_SERVER_BIN ?? 'nats-server', ['--config', file], port);
    });
    await Promise.all(servers.map((server) => server.start()));
    const stores = places.map((_, index) => storeIn(join(folder, `nats-${index}`)));
    return new NatsCluster(`nats://127.0.0.1:${places[0]!.port}`, servers, stores);
  }

  /** Returns how many servers have a stream on their disk. */
  copiesOf(stream: string): number {
    return this.stores.filter((store) =>
      readdirSync(store, { recursive: true, encoding: 'utf8' }).some((path) =>
        path.endsWith(join('streams', stream)),
      ),
    ).length;
  }

  async stop(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.kill('SIGTERM')));
  }
}
