import { createHash } from 'node:crypto';
import { DomainError } from '@argus/contracts';
import type { DeviceMessage, Verdict } from '@argus/messaging';
import { Database, DeadLetters } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { ReadingIngest, ReadingsRefused, type SentReading } from '../reading-ingest.js';
import { MessageRefused, readingsOf } from './device-message.js';

interface Read {
  readonly index: number;
  readonly readings: readonly SentReading[];
}

/* A failure that is nobody's fault passes within these; afterwards a person has to look. */
const MAX_DELIVERIES = 5;
/** Letters that are kept, the newest: a device that is set up wrongly sends as many as it likes. */
const MAX_LETTERS = 1000;

/** Stores what devices published, many messages in one transaction; what can never be stored is kept as a dead letter. */
@Injectable()
export class DeviceIngest {
  private readonly deadLetters: DeadLetters;

  constructor(
    database: Database,
    private readonly ingest: ReadingIngest,
  ) {
    this.deadLetters = new DeadLetters(database);
  }

  async store(messages: readonly DeviceMessage[]): Promise<Verdict[]> {
    const verdicts = messages.map((): Verdict => 'done');
    let left: Read[] = [];
    for (const [index, message] of messages.entries()) {
      try {
        left.push({ index, readings: readingsOf(message) });
      } catch (error) {
        if (!(error instanceof MessageRefused)) throw error;
        await this.bury(message, error);
      }
    }
    while (left.length > 0) {
      const failure = await this.ingest.store(left.flatMap(({ readings }) => readings)).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (failure === undefined) break;
      if (failure instanceof ReadingsRefused) {
        const refused = ownersOf(failure, left);
        for (const { index } of refused) await this.bury(messages[index]!, failure);
        left = left.filter((read) => !refused.has(read));
        continue;
      }
      for (const { index } of left) verdicts[index] = await this.verdictOn(messages[index]!, failure);
      break;
    }
    return verdicts;
  }

  private async verdictOn(message: DeviceMessage, failure: unknown): Promise<Verdict> {
    const passes = failure instanceof DomainError && failure.code === 'UNAVAILABLE';
    if (passes || message.deliveries < MAX_DELIVERIES) return 'retry';
    await this.bury(message, failure);
    return 'done';
  }

  private bury(message: DeviceMessage, error: unknown): Promise<void> {
    const { subject, payload, deliveries } = message;
    const shown = error instanceof ReadingsRefused ? error.issues.map(({ issue }) => issue) : error;
    const letter = {
      subject,
      group: 'equipment-devices',
      id: letterId(message),
      message: { payload, headers: {} },
      deliveries,
      error: shown,
    };
    return this.deadLetters.keep(letter, MAX_LETTERS);
  }
}

/** The messages that hold the refused readings. */
function ownersOf({ issues }: ReadingsRefused, reads: readonly Read[]): Set<Read> {
  const refused = new Set(issues.map(({ index }) => index));
  const owners = new Set<Read>();
  let place = 0;
  for (const read of reads) for (const _ of read.readings) if (refused.has(place++)) owners.add(read);
  return owners;
}

/** Dead letters are named by UUID: equal for every delivery, another one in a stream that was made anew. */
function letterId({ sequence, storedAtUs }: DeviceMessage): string {
  const hex = createHash('sha256').update(`${sequence} ${storedAtUs}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
