import { createHash } from 'node:crypto';
import { DomainError } from '@argus/contracts';
import type { DeviceMessage, Verdict } from '@argus/messaging';
import { Database, DeadLetters } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { ReadingIngest, ReadingsRefused, type SentReading } from '../reading-ingest.service.js';
import { issuesText, MessageRefused, readingsOf } from './device-message.js';
import { DeviceOutcome } from './device-outcome.js';
import { DeviceRefusals } from './device-refusals.service.js';

/** A reading and its place: which one of which message. */
interface PlacedReading {
  readonly index: number;
  readonly at: number;
  readonly outcome: DeviceOutcome;
  readonly reading: SentReading;
}

/* Passing failures end within this many deliveries; afterwards a person has to look. */
const MAX_DELIVERIES = 5;
/** Only the newest are kept, because a misconfigured device can send any number. */
const MAX_DEAD_LETTERS = 1000;

/** Stores many device messages in one transaction. What can never be stored becomes a dead letter. */
@Injectable()
export class DeviceIngest {
  private readonly deadLetters: DeadLetters;

  constructor(
    database: Database,
    private readonly ingest: ReadingIngest,
    private readonly refusals: DeviceRefusals,
  ) {
    this.deadLetters = new DeadLetters(database);
  }

  /** Judges the readings of a message one by one: what is good of it is stored. */
  async store(messages: readonly DeviceMessage[]): Promise<Verdict[]> {
    const verdicts = messages.map((): Verdict => 'done');
    const outcomes = new Map<number, DeviceOutcome>();
    let left: PlacedReading[] = [];
    for (const [index, message] of messages.entries()) {
      try {
        const read = readingsOf(message);
        const outcome = new DeviceOutcome(message, read);
        outcomes.set(index, outcome);
        for (const [at, reading] of read.rows.entries())
          if ('equipmentId' in reading) left.push({ index, at, outcome, reading });
      } catch (error) {
        if (!(error instanceof MessageRefused)) throw error;
        await this.keepDeadLetter(message, error);
        this.refusals.refused(message.subject, 'unreadable', error.message);
      }
    }
    while (left.length > 0) {
      const failure = await this.ingest.store(left.map(({ reading }) => reading)).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (failure === undefined) break;
      if (failure instanceof ReadingsRefused) {
        left = withoutRefused(left, failure);
        continue;
      }
      for (const index of new Set(left.map((placed) => placed.index))) {
        outcomes.delete(index);
        verdicts[index] = await this.verdictOn(messages[index]!, failure);
      }
      break;
    }
    for (const outcome of outcomes.values()) await this.report(outcome);
    return verdicts;
  }

  private async report(outcome: DeviceOutcome): Promise<void> {
    const { message, equipmentId, dropped, refused } = outcome;
    for (const issue of dropped) this.refusals.dropped(equipmentId, issuesText([issue]));
    if (refused === 0) return;
    const { payload, text } = outcome;
    await this.keepDeadLetter({ ...message, payload }, new MessageRefused(text));
    const reason = outcome.isUnknownEquipment ? 'unknown_equipment' : 'invalid';
    this.refusals.refused(message.subject, reason, text, refused);
  }

  private async verdictOn(message: DeviceMessage, failure: unknown): Promise<Verdict> {
    const passes = failure instanceof DomainError && failure.code === 'UNAVAILABLE';
    if (passes || message.deliveries < MAX_DELIVERIES) return 'retry';
    await this.keepDeadLetter(message, failure);
    this.refusals.refused(message.subject, 'failed', String(failure));
    return 'done';
  }

  private keepDeadLetter(message: DeviceMessage, error: unknown): Promise<void> {
    const { subject, payload, deliveries } = message;
    const letter = {
      subject,
      group: 'equipment-devices',
      id: letterId(message),
      message: { payload, headers: {} },
      deliveries,
      error,
    };
    return this.deadLetters.keep(letter, MAX_DEAD_LETTERS);
  }
}

/** Returns the readings without the refused ones, and these without the measurements that they are refused for alone. */
function withoutRefused(readings: readonly PlacedReading[], { issues }: ReadingsRefused): PlacedReading[] {
  const left = new Map(readings.entries());
  for (const { index, issue, measurement } of issues) {
    const placed = readings[index]!;
    if (measurement === undefined) {
      placed.outcome.refuse(placed.at, issue);
      left.delete(index);
    } else {
      placed.outcome.dropped.push(issue);
      const { reading } = left.get(index) ?? placed;
      left.set(index, { ...placed, reading: withoutMeasurement(reading, measurement) });
    }
  }
  return [...left.values()];
}

function withoutMeasurement(reading: SentReading, measurement: string): SentReading {
  const { measurements = {}, strays = [], ...others } = reading;
  const kept = Object.entries(measurements).filter(([name]) => name !== measurement);
  const otherStrays = strays.filter((name) => name !== measurement);
  return {
    ...others,
    ...(kept.length > 0 && { measurements: Object.fromEntries(kept) }),
    ...(otherStrays.length > 0 && { strays: otherStrays }),
  };
}

/** Returns a UUID that is the same for every delivery, and another one after the stream was recreated. */
function letterId({ sequence, storedAtUs }: DeviceMessage): string {
  const hex = createHash('sha256').update(`${sequence} ${storedAtUs}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
