import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Platform } from '@argus/testing';
import type { LoopbackCluster, ServerProcess } from '@argus/testing/cluster';
import type { ChaosTarget } from './chaos-target.js';

/** What a round kills. */
export interface Victim {
  readonly name: string;
  /** Sends SIGKILL. Resolves when something may bring it back. */
  kill(): Promise<void>;
}

const brokerPid = ({ dataDirectory }: ChaosTarget): number =>
  (JSON.parse(readFileSync(join(dataDirectory, 'nats', 'nats-server.json'), 'utf8')) as { serverPid: number })
    .serverPid;

const postmasterPid = ({ dataDirectory }: ChaosTarget): number =>
  Number.parseInt(readFileSync(join(dataDirectory, 'postgres', 'cluster', 'postmaster.pid'), 'utf8'), 10);

export const storeLoss = 'broker and its store';

/** Everything of a platform that can be killed, by name. */
export function victimsOf(platform: Platform, services: readonly string[]): Victim[] {
  const server = (name: string, pid: () => number, then: () => void = () => undefined): Victim => ({
    name,
    kill: () => {
      process.kill(pid(), 'SIGKILL');
      then();
      return Promise.resolve();
    },
  });
  const postgres = server('postgres', () => postmasterPid(platform));
  /* The process that a person started, with everything in it; the person starts it again. */
  const launcher: Victim = {
    name: 'launcher',
    kill: async () => {
      await platform.kill();
      await platform.restart();
    },
  };
  if (platform.mode === 'embedded') return [postgres, launcher];
  const pid = (): number => brokerPid(platform);
  const loseStore = (): void =>
    rmSync(join(platform.dataDirectory, 'nats', 'jetstream'), { recursive: true, force: true });
  return [
    ...services.map((name): Victim => ({ name, kill: () => platform.kill(name) })),
    postgres,
    server('broker', pid),
    server(storeLoss, pid, loseStore),
    launcher,
  ];
}

/** Servers of a cluster that can be killed; each is started again at once. */
export function serversOf(cluster: LoopbackCluster): Victim[] {
  const again = (name: string, server: ServerProcess): Victim => ({
    name,
    kill: async () => {
      await server.kill();
      await server.start();
    },
  });
  return [
    ...cluster.nats.servers.map((server, index) => again(`NATS server ${index}`, server)),
    again('pooler', cluster.pooler),
    {
      name: 'postgres',
      kill: async () => {
        process.kill(postmasterPid(cluster), 'SIGKILL');
        await cluster.postgres.restart();
      },
    },
  ];
}
