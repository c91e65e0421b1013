import {
  type AnyOperation,
  gazeContract,
  type InputOf,
  type Principal,
  type ReplyOf,
} from '@argus/contracts';
import { type Bus, InProcessBus, newContext, RpcClient, serveContract } from '@argus/messaging';
import { Database } from '@argus/persistence';
import { createLogger, ProcessMetrics, startServices } from '@argus/service-kit';
import type { Type } from '@nestjs/common';
import { calibrationService } from '../index.js';
import { ScriptedVision } from './scripted-vision.js';

/** The calibration service as the platform runs it; on the far side of its bus is a scripted vision. */
export class CalibrationReplica {
  private constructor(
    private readonly bus: Bus,
    readonly vision: ScriptedVision,
    private readonly running: Awaited<ReturnType<typeof startServices>>,
  ) {}

  static async start(databaseUrl: string, folder: string): Promise<CalibrationReplica> {
    const vision = new ScriptedVision();
    const shared = new InProcessBus();
    const farSide = shared.handle();
    await serveContract(farSide, gazeContract, vision);
    const running = await startServices([calibrationService], {
      environment: { DATA_DIR: folder },
      logger: createLogger({ LOG_LEVEL: 'silent', LOG_FORMAT: 'json' }),
      metrics: new ProcessMetrics(),
      databaseUrl,
      connectBus: () => Promise.resolve(shared.handle()),
      stopping: new AbortController().signal,
    });
    return new CalibrationReplica(farSide, vision, running);
  }

  get database(): Database {
    return this.get(Database);
  }

  get<T>(type: Type<T>): T {
    return this.running.services[0]!.context.get(type, { strict: false });
  }

  call<O extends AnyOperation>(operation: O, input: InputOf<O>, principal?: Principal): Promise<ReplyOf<O>> {
    return new RpcClient(this.bus).call(operation, input, {
      ...newContext(60_000),
      ...(principal && { principal }),
    });
  }

  async stop(): Promise<void> {
    await this.running.stop();
    await this.bus.stop();
  }
}
