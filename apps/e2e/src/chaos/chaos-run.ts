import { setTimeout as pause } from 'node:timers/promises';
import { randomNumbers, shuffled } from '@argus/testing';
import type { ChaosTarget } from './chaos-target.js';
import { HonestClient } from './honest-client.js';
import { makeScene } from './scene.js';
import { oldestUnpublishedSeconds } from './count.store.js';
import { type KindVerdict, verdictOf } from './verdict.js';
import { storeLoss, type Victim } from './victims.js';
import { Writers } from './writers.js';

export interface ChaosOptions {
  readonly platform: ChaosTarget;
  readonly victims: readonly Victim[];
  readonly seed: number;
  readonly rounds: number;
  readonly writers: number;
  /** Names of victims; default: all. */
  readonly kill?: readonly string[];
  /** Writing goes on after the last round until so many writes are acknowledged. */
  readonly minWrites?: number;
  /** No round begins after it, and no write waits for others. */
  readonly limitMs?: number;
  readonly report?: (line: string) => void;
}

export interface Round {
  readonly victim: string;
  /** Until the platform was ready and a write of every kind, begun after the kill, was done. */
  readonly recoveryMs: number;
}

export interface ChaosResult {
  readonly rounds: readonly Round[];
  readonly kinds: readonly KindVerdict[];
  /** Answers that no honest client can expect. */
  readonly refused: readonly string[];
  /** By answer: a status, or `cut off`. */
  readonly tries: ReadonlyMap<string, number>;
  /** How long it took from the last write until all rows and events were where they belong. */
  readonly settledMs: number;
}

const SETTLE_LIMIT_MS = 60_000;
const LOOK_MS = 100;
const MAX_CALM_MS = 1_500;
const STORE_LOSSES = 0.1;

/** Kills one thing after the other while clients write, then compares what they were told with what is stored. */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const { platform, victims, seed, minWrites = 0, limitMs = Infinity, report = () => undefined } = options;
  const random = randomNumbers(seed);
  const client = new HonestClient(platform);
  const scene = await makeScene(client, platform);
  const writers = new Writers(
    client,
    scene,
    Math.floor(random() * 0x10000)
      .toString(16)
      .padStart(4, '0'),
    random,
  );
  writers.start(options.writers);
  await writers.writeAll();
  const rounds: Round[] = [];
  const endsAtMs = performance.now() + limitMs;
  for (const victim of planOf(victims, options, random)) {
    if (performance.now() > endsAtMs) break;
    await pause(random() * MAX_CALM_MS);
    const killedAtMs = performance.now();
    await victim.kill();
    await Promise.all([writers.writeAll(), isReady(platform)]);
    const recoveryMs = Math.round(performance.now() - killedAtMs);
    rounds.push({ victim: victim.name, recoveryMs });
    report(`${rounds.length} ${victim.name}: ${recoveryMs} ms, ${writers.acknowledged} acknowledged`);
  }
  while (writers.acknowledged < minWrites && performance.now() < endsAtMs) await pause(LOOK_MS);
  await writers.stop();
  const stoppedAtMs = performance.now();
  let kinds = await verdictOf(platform, writers, scene);
  const isSettled = async (): Promise<boolean> =>
    kinds.every(({ lost }) => lost === 0) && (await oldestUnpublishedSeconds(platform)) === 0;
  while (!(await isSettled()) && performance.now() - stoppedAtMs < SETTLE_LIMIT_MS) {
    await pause(LOOK_MS);
    kinds = await verdictOf(platform, writers, scene);
  }
  const settledMs = Math.round(performance.now() - stoppedAtMs);
  return { rounds, kinds, refused: writers.refused, tries: client.tries, settledMs };
}

/** Every victim about equally often, in an order that the seed decides; a tenth of all rounds loses the broker's store. */
function planOf(all: readonly Victim[], { rounds, kill }: ChaosOptions, random: () => number): Victim[] {
  const chosen = kill ? all.filter(({ name }) => kill.includes(name)) : all;
  if (chosen.length === 0)
    throw new Error(`No such victim; there are: ${all.map(({ name }) => name).join(', ')}`);
  const losing = chosen.find(({ name }) => name === storeLoss);
  const others = chosen.filter((victim) => victim !== losing);
  const losses = losing ? (others.length === 0 ? rounds : Math.ceil(rounds * STORE_LOSSES)) : 0;
  const plan = [
    ...Array.from({ length: losses }, () => losing!),
    ...Array.from({ length: rounds - losses }, (_, round) => others[round % others.length]!),
  ];
  return shuffled(plan, random);
}

async function isReady(platform: ChaosTarget): Promise<void> {
  for (;;) {
    const answer = await fetch(`${platform.operationsUrl}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await pause(LOOK_MS);
  }
}
