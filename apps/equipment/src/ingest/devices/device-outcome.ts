import type { Issue } from '@argus/contracts';
import type { DeviceMessage } from '@argus/messaging';
import { type DeviceReadings, issuesText, sentRows } from './device-message.js';

/** What of a readable message is not stored. */
export class DeviceOutcome {
  readonly dropped: Issue[];
  readonly #refused = new Map<number, readonly Issue[]>();

  constructor(
    readonly message: DeviceMessage,
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

  get isUnknownEquipment(): boolean {
    return [...this.#refused.values()].flat().some(({ code }) => code === 'no_such_key');
  }

  refuse(at: number, issue: Issue): void {
    this.#refused.set(at, [...(this.#refused.get(at) ?? []), issue]);
  }

  /** The refused readings as the device could send them again: the whole message if none was stored. */
  get payload(): Uint8Array {
    if (this.refused === this.read.rows.length) return this.message.payload;
    const rows = sentRows(this.message).filter((_, at) => this.#refused.has(at));
    return Buffer.from(JSON.stringify(rows));
  }

  /** Readings count from 1, as in the message. */
  get text(): string {
    const sorted = [...this.#refused].sort(([one], [other]) => one - other);
    return sorted.map(([at, issues]) => `Reading ${at + 1}: ${issuesText(issues)}`).join('; ');
  }
}
