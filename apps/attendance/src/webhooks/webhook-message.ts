import { Webhook } from 'standardwebhooks';

/** What one attempt sends. */
export interface WebhookMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface MessageContent {
  readonly id: string;
  readonly event: string;
  readonly sequence: number;
  /** ISO 8601. */
  readonly timestamp: string;
  /** JSON of the member `data`. */
  readonly content: string;
}

/**
 * Makes the documented body (`event`, `timestamp`, `data`) with `id` and `sequence` behind it, signed by Standard Webhooks 1.0: the same body
 * at each attempt, the time of the attempt in the headers, and one signature per secret, the newest first.
 * @param secrets `whsec_…`
 */
export function webhookMessage(
  message: MessageContent,
  secrets: readonly string[],
  at: Date,
): WebhookMessage {
  const { id, event, sequence, timestamp, content } = message;
  const body = `{"event":${JSON.stringify(event)},"timestamp":${JSON.stringify(timestamp)},"data":${content},"id":${JSON.stringify(id)},"sequence":${sequence}}`;
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Argus-Webhooks/1',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
    },
  };
}
