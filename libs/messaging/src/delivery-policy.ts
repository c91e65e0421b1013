/** How often and how fast an event is delivered again to a group that failed to handle it. */
export interface DeliveryPolicy {
  /** Deliveries before an event becomes a dead letter. */
  readonly maxDeliveries: number;
  /** A handler that takes longer counts as failed. */
  readonly ackWaitMs: number;
  /** Pause after the first, second, … failed delivery. The last value repeats. */
  readonly backoffMs: readonly number[];
}

/** Five deliveries within about 20 s, so that an event that always fails becomes a dead letter within a minute. */
export const defaultDeliveryPolicy: DeliveryPolicy = {
  maxDeliveries: 5,
  ackWaitMs: 30_000,
  backoffMs: [250, 1_000, 4_000, 15_000],
};

export function pauseAfterMs(policy: DeliveryPolicy, deliveries: number): number {
  return policy.backoffMs[Math.min(deliveries, policy.backoffMs.length) - 1] ?? 0;
}
