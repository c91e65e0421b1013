import { createHash } from 'node:crypto';
import { DomainError } from '@argus/contracts';
import type { DeviceMessage, Verdict } from '@argus/messaging';
import { Database, DeadLetters } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { ReadingIngest, ReadingsRefused, type SentReading } from '../reading-ingest.service.js';
import { MessageRefused, readingsOf } from './device-message.js';

interface ReadMessage {
  readonly index: number;
  readonly readings: readonly SentReading[];
}

/* Passing failures end within this many deliveries; afterwards a person has to look. */
const MAX_DELIVERIES = 5;
/** Only the newest are kept, because a misconfigured device can send any number. */
const MAX_DEAD_LETTERS = 1000;

/** Stores many device messages in one transaction. Messages that can never be stored become dead letters. */
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
    let left: ReadMessage[] = [];
    for (const [index, message] of messages.entries()) {
      try {
        left.push({ index, readings: readingsOf(message) });
      } catch (error) {
        if (!(error instanceof MessageRefused)) throw error;
        await this.keepDeadLetter(message, error);
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
        for (const { index } of refused) await this.keepDeadLetter(messages[index]!, failure);
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
    await this.keepDeadLetter(message, failure);
    return 'done';
  }

  private keepDeadLetter(message: DeviceMessage, error: unknown): Promise<void> {
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
    return this.deadLetters.keep(letter, MAX_DEAD_LETTERS);
  }
}

/** Returns the messages that hold refused readings. */
function ownersOf({ issues }: ReadingsRefused, messages: readonly ReadMessage[]): Set<ReadMessage> {
  const refused = new Set(issues.map(({ index }) => index));
  const owners = new Set<ReadMessage>();
  let index = 0;
  for (const message of messages)
    for (const _ of message.readings) if (refused.has(index++)) owners.add(message);
  return owners;
}

/** Returns a UUID that is the same for every delivery, and another one after the stream was recreated. */
function letterId({ sequence, storedAtUs }: DeviceMessage): string {
  const hex = createHash('sha256').update(`${sequence} ${storedAtUs}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
