import type { Issue } from '@argus/contracts';
import { conflictText } from '../conflict-text.js';
import type { RefusalReason } from './device-refusals.service.js';
import { type DeviceReadings, issuesText, type SentMessage, sentRows } from './device-message.js';

/** What of a readable message is not stored. */
export class DeviceOutcome {
  readonly dropped: Issue[];
  readonly #refused = new Map<number, readonly Issue[]>();
  #conflicts = 0;

  constructor(
    readonly message: SentMessage,
    private readonly read: DeviceReadings,
  ) {
    this.dropped = [...read.dropped];
    read.rows.forEach((row, at) => {
      if (!('equipmentId' in row)) this.#refused.set(at, row);
    });
  }

  get equipmentId(): number {
    return this.read.equipmentId;
  }

  /** Number of readings that are not stored. */
  get refused(): number {
    return this.#refused.size;
  }

  /** Why readings are not stored. */
  get reason(): RefusalReason {
    if ([...this.#refused.values()].flat().some(({ code }) => code === 'no_such_key'))
      return 'unknown_equipment';
    return this.#conflicts === this.refused ? 'conflict' : 'invalid';
  }

  /** Refuses a reading whose time another one has, with other values. */
  conflict(at: number, existingId: number | undefined): void {
    this.#conflicts++;
    this.refuse(at, {
      path: ['measured_at'],
      code: 'invalid',
      params: { text: conflictText(existingId) },
    });
  }

  refuse(at: number, issue: Issue): void {
    this.#refused.set(at, [...(this.#refused.get(at) ?? []), issue]);
  }

  /** The refused readings as the device could send them again: the whole message if none was stored. */
  get rest(): SentMessage {
    const { message } = this;
    if (this.refused === this.read.rows.length) return message;
    const at = [...this.#refused.keys()].sort((one, other) => one - other);
    const rows = sentRows(message);
    return {
      ...message,
      payload: Buffer.from(JSON.stringify(at.map((index) => rows[index]))),
      places: at.map((index) => message.places?.[index] ?? index),
    };
  }

  /** Readings count from 1, as in the message. */
  get text(): string {
    const sorted = [...this.#refused].sort(([one], [other]) => one - other);
    return sorted.map(([at, issues]) => `Reading ${at + 1}: ${issuesText(issues)}`).join('; ');
  }
}
