/* Loads one HTTP endpoint and reads the CPU time of the serving process. */
import autocannon from 'autocannon';

const CONNECTIONS = 16;

export interface Target {
  readonly url: string;
  /** Returns the CPU seconds that the serving process has used. */
  readonly cpuSeconds: () => number;
  readonly request: Readonly<Record<string, unknown>>;
  readonly seconds: number;
  /** Limits the rate; default: as fast as possible. */
  readonly perSecond?: number;
}

export interface Load {
  readonly perSecond: number;
  /** Of the serving process, per request. */
  readonly cpuMicroseconds: number;
}

export async function load({ url, request, cpuSeconds, seconds, perSecond }: Target): Promise<Load> {
  const rate = perSecond === undefined ? {} : { overallRate: perSecond };
  const before = cpuSeconds();
  const result = await autocannon({ url, connections: CONNECTIONS, duration: seconds, ...rate, ...request });
  const after = cpuSeconds();
  if (result.non2xx > 0 || result.errors > 0 || result['2xx'] === 0) {
    throw new Error(`${url}: ${result.non2xx} answers other than 2xx, ${result.errors} errors`);
  }
  return {
    perSecond: result['2xx'] / result.duration,
    cpuMicroseconds: ((after - before) * 1e6) / result['2xx'],
  };
}

/**
 * Runs every contender in turn, `rounds` times, so that a busy minute slows all of them. The best round of each counts, since
 * other load only ever slows a server down.
 */
export async function alternate(contenders: readonly Target[], rounds: number): Promise<Load[]> {
  const samples = contenders.map((): Load[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, contender] of contenders.entries()) samples[index]!.push(await load(contender));
  }
  return samples.map((of) => ({
    perSecond: Math.max(...of.map(({ perSecond }) => perSecond)),
    cpuMicroseconds: Math.min(...of.map(({ cpuMicroseconds }) => cpuMicroseconds)),
  }));
}
