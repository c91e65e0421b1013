import { DomainError } from '@argus/contracts';
import type { Message } from '../bus.js';
import { keepDeadLetter } from '../bus-observer.js';
import { within } from '../time-limit.js';
import type { EventProgress } from './delivery-ledger.js';
import type { EventListener, Exchange } from './exchange.js';
import type { QueueGroup } from './queue-groups.js';

interface Event {
  readonly subject: string;
  readonly id: string;
  readonly message: Message;
}

/** Delivers the event to each group that has not handled it yet. Throws UNAVAILABLE if a group failed. */
export async function deliver(exchange: Exchange, event: Event): Promise<void> {
  const progress = exchange.ledger.progressOf(event.id);
  if (progress.failures.size === 0)
    notifyFollowers(exchange.followers.get(event.subject) ?? new Set(), event);

  const due = exchange.consumers.of(event.subject).filter(({ name }) => !progress.done.has(name));
  /* A group handles the events of a subject one after the other, as on NATS. */
  const outcomes = await Promise.allSettled(
    due.map((group) => group.inOrder(() => deliverTo(group, exchange, event, progress))),
  );
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (!failure) return exchange.ledger.forget(event.id);
  exchange.ledger.keep(event.id, progress);
  throw new DomainError('UNAVAILABLE', {}, { cause: failure.reason });
}

async function deliverTo(
  group: QueueGroup<EventListener>,
  { delivery }: Exchange,
  event: Event,
  progress: EventProgress,
): Promise<void> {
  const { handle, observer } = group.next();
  try {
    await within(delivery.ackWaitMs, handle(event.message, event.id));
  } catch (error) {
    const deliveries = (progress.failures.get(group.name) ?? 0) + 1;
    progress.failures.set(group.name, deliveries);
    observer.failed?.(error, `delivery ${deliveries} of ${event.subject} to ${group.name}`);
    const letter = { ...event, group: group.name, deliveries, error };
    if (deliveries < delivery.maxDeliveries || !(await keepDeadLetter(observer, letter))) throw error;
  }
  progress.done.add(group.name);
}

function notifyFollowers(followers: Set<EventListener>, { subject, id, message }: Event): void {
  for (const { handle, observer } of followers) {
    handle(message, id).catch((error: unknown) => observer.failed?.(error, `following ${subject}`));
  }
}
