import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { alarmChanged, readingContract, ruleContract, type RuleDefinition } from '@argus/contracts';
import { consumeEvent, NatsBus, newContext, RpcClient } from '@argus/messaging';
import { withClient } from '@argus/persistence';
import { formatBusKeys, sealedBus } from '@argus/service-kit';
import type { TestNats } from '@argus/testing';
import { busKeysOfInstallation, GATEWAY } from '@argus/testing/installation';
import { loginOf } from '@argus/testing/postgres';

export interface BreachRunOptions {
  /** Of the superuser. */
  readonly databaseUrl: string;
  readonly nats: TestNats;
  /** Number of breaches: one per machine, each after a normal reading. */
  readonly breaches: number;
  /** Rate of readings; devices resend those that were not acknowledged. */
  readonly readingsPerSecond: number;
  /** Numbers of acknowledged readings at which the service is killed (SIGKILL) and restarted at once. */
  readonly killAfter: readonly number[];
  /** Number of acknowledged readings at which the broker is killed, and the time until it is restarted. */
  readonly busDown: { readonly after: number; readonly forMs: number };
  /** Time since the first reading after which the run is given up. */
  readonly limitMs: number;
  readonly report?: (line: string) => void;
}

export interface BreachRunResult {
  readonly readingsStored: number;
  readonly readingsResent: number;
  readonly breaches: number;
  /** Number of breaches raised at exactly the time that the readings imply. */
  readonly onTime: number;
  readonly openAlarms: number;
  readonly machinesWithoutOneOpenAlarm: number;
  readonly alerts: number;
  readonly alarmsAnnounced: number;
  readonly eventsDelivered: number;
  readonly kills: number;
  readonly durationMs: number;
}

const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));
const ON_DELAY_MS = 200;
const SENDERS = 32;
const RETRY_DELAY_MS = 100;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Runs the service as a process, sends readings over NATS at a fixed rate and kills service and broker meanwhile. The rule has an
 * on-delay and no reading follows a breach, so every alarm depends on a timer.
 */
export async function runBreaches(options: BreachRunOptions): Promise<BreachRunResult> {
  const { databaseUrl, nats, breaches, readingsPerSecond, report = () => undefined } = options;
  const folder = await mkdtemp(join(tmpdir(), 'argus-breaches-'));
  const service = new KillableService({
    databaseUrl: await loginOf(databaseUrl, 'equipment'),
    natsUrl: nats.url,
    folder,
  });
  const bus = sealedBus(
    await NatsBus.connect({ servers: nats.url, name: 'breach-run' }),
    busKeysOfInstallation(folder)(GATEWAY),
  );
  const announced = new Set<number>();
  let delivered = 0;
  try {
    service.start();
    await consumeEvent(bus, alarmChanged, 'breach-run', async ({ alarm_id, action }) => {
      if (action !== 'activate') return;
      delivered++;
      announced.add(alarm_id);
    });
    const client = new RpcClient(bus);
    const rule = await retry(() =>
      client.call(ruleContract.operations.create, { body: hotRule }, newContext()),
    );
    const firstId = await addEquipment(databaseUrl, breaches);
    const startedAt = Date.now();
    const since = () => Date.now() - startedAt;
    const { killAfter, busDown } = options;
    const failures = new Map<number, () => Promise<void>>([
      ...killAfter.map((count) => [count, () => service.killAndStart()] as const),
      [busDown.after, () => interrupt(nats, busDown.forMs)],
    ]);
    const recoveries: Promise<void>[] = [];
    let next = 0;
    let acknowledged = 0;
    let resent = 0;
    const send = async () => {
      while (next < breaches * 2) {
        const index = next++;
        const dueAt = startedAt + (index * 1000) / readingsPerSecond;
        await pause(Math.max(0, dueAt - Date.now()));
        const body = {
          equipment: firstId + Math.floor(index / 2),
          measured_at: new Date(dueAt).toISOString(),
          temperature: index % 2 === 0 ? 60 : 84,
          speed: 100,
          pressure: 1,
        };
        await retry(
          () => client.call(readingContract.operations.create, { body: body }, newContext(3000)),
          () => {
            resent++;
            if (since() > options.limitMs) throw new Error('The readings were not stored in time');
          },
        );
        const failure = failures.get(++acknowledged);
        if (failure) recoveries.push(failure());
        if (index % 2000 === 0) report(`${index} readings after ${Math.round(since() / 1000)} s`);
      }
    };
    await Promise.all(Array.from({ length: SENDERS }, send));
    await Promise.all(recoveries);
    report(`all readings stored after ${Math.round(since() / 1000)} s`);
    let seen = await look(databaseUrl, rule.id);
    while ((seen.breaches < breaches || announced.size < breaches) && since() < options.limitMs) {
      await pause(200);
      seen = await look(databaseUrl, rule.id);
    }
    return {
      ...seen,
      readingsResent: resent,
      alarmsAnnounced: announced.size,
      eventsDelivered: delivered,
      kills: service.kills,
      durationMs: since(),
    };
  } finally {
    await service.kill();
    await bus.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const hotRule: RuleDefinition = {
  name: 'Too hot for a while',
  set: { type: 'compare', signal: 'temperature', op: '>', value: 80 },
  on_delay_s: ON_DELAY_MS / 1000,
  off_delay_s: 0,
  severity: 'high',
  escalations: [],
  latching: false,
  enabled: true,
};

/** Tries until it succeeds, as a device does with a reading that was not acknowledged. */
async function retry<T>(work: () => Promise<T>, onFailure: () => void = () => undefined): Promise<T> {
  for (;;)
    try {
      return await work();
    } catch (error) {
      if (error instanceof Error && !/UNAVAILABLE|DEADLINE|INTERNAL/.test(error.message)) throw error;
      onFailure();
      await pause(RETRY_DELAY_MS);
    }
}

async function interrupt(nats: TestNats, downMs: number): Promise<void> {
  await nats.kill();
  await pause(downMs);
  await nats.restart();
}

class KillableService {
  kills = 0;
  private child: ChildProcess | undefined;

  constructor(private readonly options: { databaseUrl: string; natsUrl: string; folder: string }) {}

  start(): void {
    const { databaseUrl, natsUrl, folder } = this.options;
    this.child = spawn(process.execPath, [MAIN], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        DATABASE_URL: databaseUrl,
        NATS_URL: natsUrl,
        BUS_KEYS: formatBusKeys(busKeysOfInstallation(folder)('equipment')),
        DATA_DIR: folder,
        OPERATIONS_PORT: '0',
        LOG_LEVEL: 'error',
      },
    });
  }

  async killAndStart(): Promise<void> {
    this.kills++;
    await this.kill();
    this.start();
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
}

/** Runs SQL from outside of the service, to prepare data and to check results. */
async function rows<T>(databaseUrl: string, sql: string, values: unknown[] = []): Promise<T[]> {
  let found: T[] = [];
  await withClient(databaseUrl, async (client) => {
    await client.query('SET search_path TO equipment');
    found = (await client.query(sql, values)).rows as T[];
  });
  return found;
}

/** Returns the id of the first machine; the others follow consecutively. */
async function addEquipment(databaseUrl: string, count: number): Promise<number> {
  const [first] = await rows<{ id: number }>(
    databaseUrl,
    `WITH made AS (INSERT INTO equipment (equipment_type, model, installation_date)
       SELECT 'Robot', 'R' || n, '2024-01-01' FROM generate_series(1, $1::int) n RETURNING id)
     SELECT min(id) AS id FROM made`,
    [count],
  );
  return first!.id;
}

type Seen = Pick<
  BreachRunResult,
  'readingsStored' | 'breaches' | 'onTime' | 'openAlarms' | 'machinesWithoutOneOpenAlarm' | 'alerts'
>;

async function look(databaseUrl: string, ruleId: number): Promise<Seen> {
  const [seen] = await rows<Seen>(
    databaseUrl,
    `SELECT (SELECT count(*) FROM reading) AS "readingsStored",
            (SELECT count(*) FROM breach WHERE rule_id = $1) AS breaches,
            (SELECT count(*) FROM breach b JOIN reading r USING (equipment_id)
              WHERE b.rule_id = $1 AND r.temperature > 80
                AND b.raised_at = date_trunc('milliseconds', r.measured_at) + $2 * interval '1 millisecond') AS "onTime",
            (SELECT count(*) FROM alarm WHERE rule_id = $1 AND closed_at IS NULL) AS "openAlarms",
            (SELECT count(*) FROM (SELECT e.id FROM equipment e LEFT JOIN alarm a
                 ON a.equipment_id = e.id AND a.rule_id = $1 AND a.closed_at IS NULL AND a.state = 'unack_active'
               GROUP BY e.id HAVING count(a.id) <> 1) other) AS "machinesWithoutOneOpenAlarm",
            (SELECT count(*) FROM alert) AS alerts`,
    [ruleId, ON_DELAY_MS],
  );
  return seen!;
}
