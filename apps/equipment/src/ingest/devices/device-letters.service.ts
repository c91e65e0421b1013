import { createHash } from 'node:crypto';
import type { DeviceMessage } from '@argus/messaging';
import { Database, DeadLetters, type KeptLetter } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { type Origin, PUBLISHERS_ASKED } from './device-refusals.service.js';
import type { SentMessage } from './device-message.js';
import { usernameOf } from './device-name.js';
import { DeviceStore } from './device.store.js';
import { equipmentOfSubject } from './equipment-of-subject.js';

/** Consumers, as dead letters name them. Letters about equipment that does not exist cannot push out others. */
export const letterConsumers = ['equipment-devices', 'equipment-devices-unknown'] as const;
const [KNOWN, UNKNOWN] = letterConsumers;

/** Kept of each consumer, because a misconfigured device can send any number. */
const MAX_DEAD_LETTERS = 1000;

/** Keeps messages of devices that cannot be stored. */
@Injectable()
export class DeviceLetters {
  private readonly letters: DeadLetters;

  constructor(
    database: Database,
    private readonly store: DeviceStore,
  ) {
    this.letters = new DeadLetters(database);
  }

  /** Resolves after the commit. Returns where the message came from. */
  async keep(message: SentMessage, error: unknown): Promise<Origin> {
    const { subject, payload, deliveries, sequence, storedAtUs, places } = message;
    const origin = await this.originOf(subject);
    const letter = {
      subject,
      group: origin.devices ? KNOWN : UNKNOWN,
      id: letterId(message),
      message: {
        payload,
        headers: {
          sequence: String(sequence),
          'stored-at-us': String(storedAtUs),
          ...(places && { places: places.join() }),
          /* The broker does not tell which of them sent it; later the device may have other equipment. */
          ...(origin.devices && { 'published-by': origin.devices.join() || 'nobody' }),
        },
      },
      deliveries,
      error,
    };
    await this.letters.keep(letter, MAX_DEAD_LETTERS);
    return origin;
  }

  /** Handles the letters that an operator asked to replay. One that the handler keeps again is not lost. */
  async replay(handle: (message: SentMessage) => Promise<void>): Promise<void> {
    for (const consumer of letterConsumers)
      await this.letters.replay(consumer, (letter) => handle(messageOf(letter)));
  }

  private async originOf(subject: string): Promise<Origin> {
    const equipment = equipmentOfSubject(subject);
    const devices =
      equipment === undefined ? undefined : await this.store.publishersOf(equipment, PUBLISHERS_ASKED);
    return { subject, devices: devices?.map(usernameOf) };
  }
}

/** Letters of former versions do not tell when the broker stored the message. */
function messageOf({ subject, payload, headers, keptAt, deliveries }: KeptLetter): SentMessage {
  const { 'stored-at-us': storedAtUs = keptAt.exact.us, sequence = 0, places } = headers;
  return {
    subject,
    payload,
    storedAtUs: BigInt(storedAtUs),
    sequence: Number(sequence),
    deliveries: deliveries + 1,
    ...(places !== undefined && { places: places.split(',').map(Number) }),
  };
}

/** Returns a UUID that is the same for every delivery, and another one after the stream was recreated. */
function letterId({ sequence, storedAtUs }: DeviceMessage): string {
  const hex = createHash('sha256').update(`${sequence} ${storedAtUs}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
