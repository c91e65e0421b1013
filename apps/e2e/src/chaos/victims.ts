import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Platform } from '@argus/testing';

/** What a round kills. */
export interface Victim {
  readonly name: string;
  /** Sends SIGKILL. Resolves when something may bring it back. */
  kill(platform: Platform): Promise<void>;
}

const brokerPid = ({ dataDirectory }: Platform): number =>
  (JSON.parse(readFileSync(join(dataDirectory, 'nats', 'nats-server.json'), 'utf8')) as { serverPid: number })
    .serverPid;

const postmasterPid = ({ dataDirectory }: Platform): number =>
  Number.parseInt(readFileSync(join(dataDirectory, 'postgres', 'cluster', 'postmaster.pid'), 'utf8'), 10);

const server = (
  name: string,
  pidOf: (platform: Platform) => number,
  then?: (platform: Platform) => void,
): Victim => ({
  name,
  kill: (platform) => {
    process.kill(pidOf(platform), 'SIGKILL');
    then?.(platform);
    return Promise.resolve();
  },
});

const service = (name: string): Victim => ({ name, kill: (platform) => platform.kill(name) });

/** The process that a person started, with everything in it; the person starts it again. */
const launcher: Victim = {
  name: 'launcher',
  kill: async (platform) => {
    await platform.kill();
    await platform.restart();
  },
};

export const storeLoss = 'broker and its store';

/** Everything of a platform that can be killed, by name. */
export function victimsOf({ mode }: Platform, services: readonly string[]): Victim[] {
  const postgres = server('postgres', postmasterPid);
  if (mode === 'embedded') return [postgres, launcher];
  const loseStore = ({ dataDirectory }: Platform): void =>
    rmSync(join(dataDirectory, 'nats', 'jetstream'), { recursive: true, force: true });
  return [
    ...services.map(service),
    postgres,
    server('broker', brokerPid),
    server(storeLoss, brokerPid, loseStore),
    launcher,
  ];
}
