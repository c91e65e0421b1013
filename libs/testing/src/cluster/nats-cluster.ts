import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { ServerProcess } from './server-process.js';

const SERVERS = 3;

/** Three NATS servers that keep every stream three times. */
export class NatsCluster {
  private constructor(
    readonly url: string,
    readonly servers: readonly ServerProcess[],
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
          `jetstream { store_dir: ${JSON.stringify(join(own, 'store'))} }`,
          `cluster { name: argus, listen: "127.0.0.1:${routePort}", routes: [${routes}] }`,
          `include ${JSON.stringify(join('..', authorization))}`,
        ].join('\n'),
      );
      return new ServerProcess(process.env.NATS_SERVER_BIN ?? 'nats-server', ['--config', file], port);
    });
    await Promise.all(servers.map((server) => server.start()));
    return new NatsCluster(`nats://127.0.0.1:${places[0]!.port}`, servers);
  }

  async stop(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.kill('SIGTERM')));
  }
}
