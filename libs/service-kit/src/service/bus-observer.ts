import type { BusObserver, DeadLetter } from '@argus/messaging';
import { Logger } from '@nestjs/common';
import type { Metrics } from '../metrics/metrics.js';
import { runAsService } from '../logs/service-scope.js';

/** Reactions of a service to events of its bus outside any call. */
export interface BusReactions {
  eventStoreOpened(identity: string): void;
  /** Stores a dead letter. Rejects when it cannot; the bus then delivers the event again. */
  keepDeadLetter(letter: DeadLetter): Promise<void>;
}

/** A forger chooses how often it is refused, so each kind of refusal is logged once in this time. */
const SILENCE_MS = 60_000;

/** Logs and counts what happens on a service's bus outside any call. */
export function busObserver(service: string, metrics: Metrics, reactions: BusReactions): BusObserver {
  const logger = new Logger('Bus');
  const deadLetters = metrics.counter({
    name: 'argus_event_dead_letters_total',
    help: 'Events that a service could not handle in all their deliveries',
    labelNames: ['subject'],
  });
  const refusals = metrics.counter({
    name: 'argus_bus_refusals_total',
    help: 'Calls and replies on the bus that their receiver did not believe; more than none means a forger or wrong keys',
    labelNames: ['subject', 'reason'],
  });
  const told = new Map<string, number>();
  return {
    refused: (subject, reason) =>
      runAsService(service, () => {
        refusals.add({ subject, reason });
        const what = `${subject}: ${reason}`;
        if (Date.now() - (told.get(what) ?? 0) < SILENCE_MS) return;
        told.set(what, Date.now());
        logger.warn(`Refused a message of ${subject} that is not proven: ${reason}`);
      }),
    failed: (error, during) => runAsService(service, () => logger.error(`Failed while ${during}`, error)),
    connectionChanged: (connected) =>
      runAsService(service, () =>
        connected ? logger.log('Connected to the bus') : logger.warn('Lost the connection to the bus'),
      ),
    eventStoreOpened: (identity) => runAsService(service, () => reactions.eventStoreOpened(identity)),
    deadLettered: (letter) =>
      runAsService(service, async () => {
        const { subject, id, deliveries, error } = letter;
        await reactions.keepDeadLetter(letter);
        deadLetters.add({ subject });
        logger.error(`Event ${id} of ${subject} is a dead letter after ${deliveries} deliveries`, error);
      }),
  };
}
