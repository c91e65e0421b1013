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

/** Logs and counts what happens on a service's bus outside any call. */
export function busObserver(service: string, metrics: Metrics, reactions: BusReactions): BusObserver {
  const logger = new Logger('Bus');
  const deadLetters = metrics.counter({
    name: 'argus_event_dead_letters_total',
    help: 'Events that a service could not handle in all their deliveries',
    labelNames: ['subject'],
  });
  return {
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
