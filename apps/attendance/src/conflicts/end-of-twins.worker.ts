import { twinsContract } from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { Works } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import { gallery, subjectOf } from '../gallery.js';
import { type EndOfTwinsJob, endOfTwinsQueue } from '../queues.js';

/** Has vision forget a pair. Again changes nothing. */
@Injectable()
@Works(endOfTwinsQueue)
export class EndOfTwinsWorker {
  constructor(private readonly rpc: RpcClient) {}

  async run({ personId, otherId }: EndOfTwinsJob): Promise<void> {
    const body = { gallery, subject: subjectOf(personId), other: subjectOf(otherId) };
    await this.rpc.call(twinsContract.operations.end, { body });
  }
}
