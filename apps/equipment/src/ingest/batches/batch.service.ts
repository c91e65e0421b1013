import {
  type BatchReport,
  type ConflictingReading,
  DomainError,
  Instant,
  type Issue,
  type RawBody,
  type TimestampUnit,
} from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { ReadingIngest } from '../reading-ingest.service.js';
import { ReadingsRefused, type SentReading } from '../sent-reading.js';
import {
  type DuplicateReading,
  isStored,
  type ReadingOutcome,
} from '../../readings/values/reading-outcome.js';
import { rowsOf } from './batch-rows.js';

/* More would not help anybody. */
const MAX_ISSUES = 100;
const MAX_CONFLICTS = 100;

@Injectable()
export class BatchService {
  constructor(private readonly ingest: ReadingIngest) {}

  /**
   * Stores all readings or none. `timeUnit` is that of times that are numbers. Throws VALIDATION_FAILED with the refused rows, counted
   * from 1.
   */
  async store(body: RawBody, timeUnit?: TimestampUnit, sender?: string): Promise<BatchReport> {
    const readings = await this.read(body, timeUnit);
    if (readings.length === 0) return { received: 0, stored: 0, duplicates: 0, conflicts: 0 };
    return reportOn(readings, await this.ingest.store(readings, sender).catch(refuse));
  }

  private async read(body: RawBody, timeUnit: TimestampUnit | undefined): Promise<SentReading[]> {
    const readings: SentReading[] = [];
    const issues: Issue[] = [];
    let rowNumber = 0;
    for await (const rows of rowsOf(body, timeUnit)) {
      for (const row of rows) {
        rowNumber++;
        if ('equipmentId' in row) readings.push(row);
        else issues.push(...row.map((issue) => at(rowNumber, issue)));
      }
      if (issues.length >= MAX_ISSUES) break;
      await yieldToEventLoop();
    }
    if (issues.length > 0) throw refusal(issues);
    return readings;
  }
}

function reportOn(readings: readonly SentReading[], outcomes: readonly ReadingOutcome[]): BatchReport {
  let duplicates = 0;
  let conflicts = 0;
  const first: ConflictingReading[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    if (isStored(outcome)) continue;
    duplicates++;
    if (!outcome.isConflict) continue;
    conflicts++;
    if (first.length < MAX_CONFLICTS) first.push(conflictAt(index + 1, readings[index]!, outcome));
  }
  return {
    received: readings.length,
    stored: readings.length - duplicates,
    duplicates,
    conflicts,
    ...(conflicts > 0 && { first_conflicts: first }),
  };
}

const conflictAt = (
  row: number,
  { equipmentId, measuredAtUs }: SentReading,
  { existingId }: DuplicateReading,
): ConflictingReading => ({
  row,
  equipment: equipmentId,
  /* Readings without a time get a free one. */
  measured_at: Instant.ofUs(measuredAtUs!).toString(),
  id: existingId!,
});

const at = (rowNumber: number, issue: Issue): Issue => ({
  ...issue,
  path: ['rows', rowNumber, ...issue.path],
});

function refusal(issues: readonly Issue[]): DomainError {
  return new DomainError('VALIDATION_FAILED', { issues: issues.slice(0, MAX_ISSUES) });
}

function refuse(error: unknown): never {
  if (!(error instanceof ReadingsRefused)) throw error;
  throw refusal(error.issues.map(({ index, issue }) => at(index + 1, issue)));
}
