import type { WebhookTrial } from '@argus/contracts';
import { type OutgoingAnswer, OutgoingClient, OutgoingFailed, OutgoingRefused } from '@argus/outgoing';
import { Sealer } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { performance } from 'node:perf_hooks';
import { type MessageContent, webhookMessage } from './webhook-message.js';
import { askedSecondsOf } from './webhook-schedule.js';
import { openedSecret } from './webhook-secret.js';
import type { Addressee } from './webhook.store.js';

/** For one attempt, as receivers of Standard Webhooks are used to. */
export const ATTEMPT_MS = 15_000;
/** Of the answer only the status counts; reading its beginning lets the connection live on. */
const MAX_ANSWER_BYTES = 4096;
const GONE = 410;

export interface Outcome extends WebhookTrial {
  /** By Retry-After. */
  readonly askedSeconds: number;
  /** The receiver wants nothing any more. */
  readonly isGone: boolean;
}

/** Sends one signed message and says in words what came of it. */
@Injectable()
export class WebhookSender {
  constructor(
    private readonly client: OutgoingClient,
    private readonly sealer: Sealer,
  ) {}

  async send(to: Addressee, content: MessageContent): Promise<Outcome> {
    const opened = to.secretsSealed.map((sealed) => openedSecret(this.sealer, to.id, sealed));
    const message = webhookMessage(content, opened, new Date());
    const started = performance.now();
    try {
      const asked = { ...message, timeoutMs: ATTEMPT_MS, maxAnswerBytes: MAX_ANSWER_BYTES };
      return outcomeOf(await this.client.request(to.url, asked));
    } catch (error) {
      if (!(error instanceof OutgoingFailed) && !(error instanceof OutgoingRefused)) throw error;
      const duration_ms = Math.round(performance.now() - started);
      return { ...unanswered, problem: error.message, duration_ms };
    }
  }
}

const unanswered = { delivered: false, status_code: null, askedSeconds: 0, isGone: false } as const;

function outcomeOf({ status, headers, durationMs }: OutgoingAnswer): Outcome {
  const delivered = status >= 200 && status < 300;
  return {
    delivered,
    status_code: status,
    problem: delivered ? '' : problemOf(status),
    duration_ms: durationMs,
    askedSeconds: delivered ? 0 : askedSecondsOf(headers['retry-after'], new Date()),
    isGone: status === GONE,
  };
}

function problemOf(status: number): string {
  if (status === GONE) return 'It answered 410 Gone: it wants nothing any more';
  if (status >= 300 && status < 400) return `It answered ${status}; redirects are not followed`;
  return `It answered ${status}`;
}
