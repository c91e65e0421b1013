import { DomainError } from '@argus/contracts';
import type { Verdict } from '@argus/messaging';
import { Every } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import { ReadingIngest } from '../reading-ingest.service.js';
import { ReadingsRefused, type SentReading } from '../sent-reading.js';
import { isStored, type ReadingOutcome } from '../../readings/values/reading-outcome.js';
import { DeviceLetters } from './device-letters.service.js';
import { issuesText, MessageRefused, readingsOf, type SentMessage } from './device-message.js';
import { DeviceOutcome } from './device-outcome.js';
import { DeviceRefusals } from './device-refusals.service.js';

/** A reading and its place: which one of which message. */
interface PlacedReading {
  readonly index: number;
  readonly at: number;
  readonly outcome: DeviceOutcome;
  readonly reading: SentReading;
}

/* One message after another is stored, so devices share their turns. */
const SENDER = 'devices';

/* Passing failures end within this many deliveries; afterwards a person has to look. */
const MAX_DELIVERIES = 5;

/** Stores many device messages in one transaction. What can never be stored becomes a dead letter. */
@Injectable()
export class DeviceIngest {
  constructor(
    private readonly ingest: ReadingIngest,
    private readonly letters: DeviceLetters,
    private readonly refusals: DeviceRefusals,
  ) {}

  /** Judges the readings of a message one by one: what is good of it is stored. */
  async store(messages: readonly SentMessage[]): Promise<Verdict[]> {
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
        this.refusals.refused(await this.letters.keep(message, error), 'unreadable', error.message);
      }
    }
    while (left.length > 0) {
      try {
        const sent = left.map(({ reading }) => reading);
        refuseConflicts(left, await this.ingest.store(sent, SENDER));
        break;
      } catch (failure) {
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
    }
    for (const outcome of outcomes.values()) await this.report(outcome);
    return verdicts;
  }

  private async report(outcome: DeviceOutcome): Promise<void> {
    const { equipmentId, dropped, refused } = outcome;
    for (const issue of dropped) this.refusals.dropped(equipmentId, issuesText([issue]));
    if (refused === 0) return;
    const { rest, text } = outcome;
    const origin = await this.letters.keep(rest, new MessageRefused(text));
    this.refusals.refused(origin, outcome.reason, text, refused);
  }

  private async verdictOn(message: SentMessage, failure: unknown): Promise<Verdict> {
    const passes = failure instanceof DomainError && failure.code === 'UNAVAILABLE';
    if (passes || message.deliveries < MAX_DELIVERIES) return 'retry';
    this.refusals.refused(await this.letters.keep(message, failure), 'failed', String(failure));
    return 'done';
  }

  /** Tries again what an operator asked to replay; the inbox of readings stores none of it twice. */
  @Every(5_000, 'replay dead letters of devices')
  replay(): Promise<void> {
    return this.letters.replay(async (message) => {
      const [verdict] = await this.store([message]);
      if (verdict === 'retry') throw new Error('The database was not available; ask for a replay again');
    });
  }
}

/** A reading whose time another one has would be lost: it is refused, so that somebody sees it. */
function refuseConflicts(readings: readonly PlacedReading[], outcomes: readonly ReadingOutcome[]): void {
  for (const [index, outcome] of outcomes.entries()) {
    if (isStored(outcome) || !outcome.isConflict) continue;
    const { outcome: ofMessage, at } = readings[index]!;
    ofMessage.conflict(at, outcome.existingId);
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
