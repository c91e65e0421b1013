/*
 * Measures what sealing costs a call: CPU of caller and service together, for contents from a log-in to a photograph.
 * Rounds alternate; the least of each is shown.
 *   node tools/bench/bus-seal.ts
 */
import { randomBytes } from 'node:crypto';
import { type Bus, busKeysOf, InProcessBus, type Message, SealedBus } from '@argus/messaging';

const ROUNDS = 9;
const subject = 'bench.thing.do';
const secret = randomBytes(32);
const graph = { client: ['bench'], bench: [] };
const principal = JSON.stringify({
  family: 'attendance',
  accountId: 7,
  username: 'STU7',
  role: 'student',
  sessionId: 'x'.repeat(36),
});

/* In memory, so that only the seals differ: over NATS they are less than its noise. */
const wire = new InProcessBus();

async function pair(
  wrap: (bus: Bus, name: string) => Bus,
  at: string,
): Promise<(content: Uint8Array) => Promise<Message>> {
  const [caller, service] = [wrap(wire.handle(), 'client'), wrap(wire.handle(), 'bench')];
  await service.serve(at, 'bench', async ({ payload }) => ({
    payload: payload.subarray(0, 200),
    headers: {},
  }));
  return (payload) =>
    caller.request(
      at,
      {
        payload,
        headers: {
          'request-id': 'x'.repeat(36),
          deadline: String(Date.now() + 60_000),
          principal,
          'client-address': '127.0.0.1',
          'user-agent': 'curl/8.5.0',
        },
      },
      60_000,
    );
}

const sealed = (bus: Bus, name: string) =>
  new SealedBus(bus, busKeysOf(secret, name, { gateway: 'client', graph }), () => true);
const contestants = {
  plain: await pair((bus) => bus, `${subject}-plain`),
  sealed: await pair(sealed, `${subject}-sealed`),
};

for (const [bytes, calls] of [
  [200, 4_000],
  [20_000, 2_000],
  [200_000, 500],
  [2_000_000, 60],
  [24_000_000, 6],
] as const) {
  const content = randomBytes(bytes);
  const least: Record<string, number> = {};
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [name, call] of Object.entries(contestants)) {
      const before = process.cpuUsage();
      for (let done = 0; done < calls; done += 1) await call(content);
      const { user, system } = process.cpuUsage(before);
      least[name] = Math.min(least[name] ?? Infinity, (user + system) / calls);
    }
  const { plain = 0, sealed: other = 0 } = least;
  console.log(
    `${String(bytes).padStart(9)} bytes: plain ${plain.toFixed(1).padStart(9)} us, sealed ${other.toFixed(1).padStart(9)} us, more ${(other - plain).toFixed(1).padStart(8)} us of CPU`,
  );
}
