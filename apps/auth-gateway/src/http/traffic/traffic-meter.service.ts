import { DomainError, trafficContract } from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { Every } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';

/** Counts what this process answers and tells it, so that somebody can answer for all gateways together. */
@Injectable()
export class TrafficMeter {
  private readonly gateway = randomUUID();
  private requests = 0;
  private failures = 0;
  private seconds = 0;

  constructor(private readonly rpc: RpcClient) {}

  answered(status: number, durationMs: number): void {
    this.requests++;
    if (status >= 500) this.failures++;
    this.seconds += durationMs / 1000;
  }

  /** What could not be told is dropped: it says how things are now, and is of no use later. */
  @Every(10_000, 'tell how many requests were answered')
  async tell(): Promise<void> {
    const { gateway, requests, failures, seconds } = this;
    if (requests === 0) return;
    [this.requests, this.failures, this.seconds] = [0, 0, 0];
    try {
      await this.rpc.call(trafficContract.operations.note, {
        body: { gateway, requests, failures, seconds },
      });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }
}
