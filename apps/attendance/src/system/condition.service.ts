import { getHeapStatistics } from 'node:v8';
import type { HealthStatus } from '@argus/contracts';
import { poolContract } from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { Jobs } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { SystemStore } from './system.store.js';

/* A job that is due starts within a second where something works on it. */
const MAX_WAIT_SECONDS = 60;
const FULL = 0.9;

export interface WorkerCondition {
  readonly status: HealthStatus;
  readonly workers: number;
}

/** Looks at the parts that the platform stands on. */
@Injectable()
export class ConditionService {
  constructor(
    private readonly store: SystemStore,
    private readonly jobs: Jobs,
    private readonly rpc: RpcClient,
  ) {}

  async database(): Promise<{ readonly status: HealthStatus; readonly seconds: number | null }> {
    const from = performance.now();
    try {
      await this.store.ping();
      return { status: 'healthy', seconds: (performance.now() - from) / 1000 };
    } catch {
      return { status: 'unhealthy', seconds: null };
    }
  }

  /** Used share of the memory for objects of this process, 0 to 1. */
  memory(): { readonly status: HealthStatus; readonly used: number } {
    const { used_heap_size, heap_size_limit } = getHeapStatistics();
    const used = used_heap_size / heap_size_limit;
    return { status: used < FULL ? 'healthy' : 'degraded', used };
  }

  async queues(): Promise<{ readonly status: HealthStatus; readonly jobs: number }> {
    const { jobs, waitedSeconds } = await this.jobs.backlog();
    return { status: waitedSeconds > MAX_WAIT_SECONDS ? 'degraded' : 'healthy', jobs };
  }

  /** Asks vision. */
  async workers(): Promise<WorkerCondition> {
    try {
      const { workers } = await this.rpc.call(poolContract.operations.state, {});
      return { status: workers > 0 ? 'healthy' : 'unhealthy', workers };
    } catch {
      return { status: 'unhealthy', workers: 0 };
    }
  }
}
