/** How often and how fast an event is handed to a group that fails to handle it. */
export interface DeliveryPolicy {
  /** Deliveries before an event becomes a dead letter. */
  readonly maxDeliveries: number;
  /** A handler that takes longer counts as failed. */
  readonly ackWaitMs: number;
  /** Pause after the first, second, … failed delivery; the last one repeats. */
  readonly backoffMs: readonly number[];
}

/** Five deliveries within about 20 s, so that an event that cannot be handled is set aside in under a minute. */
export const defaultDeliveryPolicy: DeliveryPolicy = {
  maxDeliveries: 5,
  ackWaitMs: 30_000,
  backoffMs: [250, 1_000, 4_000, 15_000],
};

export function pauseAfterMs(policy: DeliveryPolicy, deliveries: number): number {
  return policy.backoffMs[Math.min(deliveries, policy.backoffMs.length) - 1] ?? 0;
}
