import { performance } from 'node:perf_hooks';
import type { Readable } from 'node:stream';
import { Agent, buildConnector, type Dispatcher, request } from 'undici';
import { destinationOf } from './destination.js';
import type { OutgoingPolicy } from './outgoing-policy.js';
import { kindOf, OutgoingFailed } from './outgoing-failed.js';
import { OutgoingRefused } from './outgoing-refused.js';

export interface OutgoingRequest {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For everything: name, connection, answer. */
  readonly timeoutMs: number;
  /** What of the answer's body is read; the rest is thrown away. */
  readonly maxAnswerBytes: number;
}

export interface OutgoingAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
  readonly durationMs: number;
}

/** An answer whose body is still to be read; whoever got it reads it to its end or destroys it. */
export interface OpenAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readable;
}

const CONNECT_MS = 5000;
/** For the beginning of an answer's body. */
const BODY_MS = 1000;

/**
 * The one client for requests to addresses that users give (ASVS 5.0, 1.3.6 and 15.3.2). It judges each address at the moment of the connection, goes
 * to no other, follows no redirect, takes no proxy from the environment, and reads no more than it was told.
 */
export class OutgoingClient {
  private readonly agent: Agent;

  constructor(
    private readonly policy: OutgoingPolicy,
    private readonly protocols: readonly string[],
    /** Certificates of authorities, besides those of Node, in PEM. */
    ca?: string,
  ) {
    /* As many connections as requests: receivers at one origin do not wait for each other. Callers bound how many they send at once. */
    this.agent = new Agent({ connect: guarded(policy, ca), keepAliveTimeout: 4000 });
  }

  /** Judges what an address says by itself, without looking a name up. @throws OutgoingRefused */
  check(url: string): void {
    this.policy.judgeHost(destinationOf(url, this.protocols).host);
  }

  /** @throws OutgoingRefused, OutgoingFailed */
  async request(url: string, asked: OutgoingRequest): Promise<OutgoingAnswer> {
    const destination = destinationOf(url, this.protocols);
    const started = performance.now();
    const elapsedMs = () => Math.round(performance.now() - started);
    const signal = AbortSignal.timeout(asked.timeoutMs);
    try {
      const answer = await request(destination.url, {
        dispatcher: this.agent,
        method: asked.method ?? 'POST',
        headers: { ...asked.headers },
        body: asked.body ?? null,
        signal,
        headersTimeout: asked.timeoutMs,
        bodyTimeout: asked.timeoutMs,
      });
      const body = await beginningOf(answer.body, asked.maxAnswerBytes);
      return { status: answer.statusCode, headers: answer.headers, body, durationMs: elapsedMs() };
    } catch (error) {
      if (error instanceof OutgoingRefused) throw error;
      throw new OutgoingFailed(signal.aborted ? 'timeout' : kindOf(error), elapsedMs(), { cause: error });
    }
  }

  /**
   * Asks by GET for an answer that may go on without an end. The head must come within `timeoutMs`; `signal` ends the body.
   * @throws OutgoingRefused, OutgoingFailed
   */
  async open(
    url: string,
    asked: Pick<OutgoingRequest, 'headers' | 'timeoutMs'>,
    signal: AbortSignal,
  ): Promise<OpenAnswer> {
    const destination = destinationOf(url, this.protocols);
    const started = performance.now();
    const late = new AbortController();
    const patience = setTimeout(() => late.abort(), asked.timeoutMs);
    try {
      const answer = await request(destination.url, {
        dispatcher: this.agent,
        method: 'GET',
        headers: { ...asked.headers },
        signal: AbortSignal.any([signal, late.signal]),
        headersTimeout: asked.timeoutMs,
        bodyTimeout: asked.timeoutMs,
      });
      return { status: answer.statusCode, headers: answer.headers, body: answer.body };
    } catch (error) {
      if (error instanceof OutgoingRefused) throw error;
      const durationMs = Math.round(performance.now() - started);
      throw new OutgoingFailed(late.signal.aborted ? 'timeout' : kindOf(error), durationMs, { cause: error });
    } finally {
      clearTimeout(patience);
    }
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }
}

/** undici asks `lookup` for names only, so addresses are judged before. */
function guarded(policy: OutgoingPolicy, ca: string | undefined): buildConnector.connector {
  const connect = buildConnector({
    timeout: CONNECT_MS,
    ...(ca !== undefined && { ca }),
    lookup: (name, options, callback) => {
      policy.resolve(name).then(
        (found) => {
          const [first] = found;
          if (options.all) callback(null, [...found]);
          else callback(null, first!.address, first!.family);
        },
        (error: Error) => callback(error, '', 0),
      );
    },
  });
  return (options, callback) => {
    try {
      policy.judgeHost(options.hostname.replace(/^\[|\]$/g, ''));
    } catch (error) {
      callback(error as Error, null);
      return;
    }
    connect(options, callback);
  };
}

/** Reads at most so many bytes for at most so long, and ends the answer then. What fails after the head was answered all the same. */
async function beginningOf(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let length = 0;
  const patience = setTimeout(() => body.destroy(), BODY_MS);
  try {
    for await (const piece of body as AsyncIterable<Buffer>) {
      pieces.push(piece);
      length += piece.length;
      if (length >= maxBytes) break;
    }
  } catch {
    /* It is read for the sake of the connection only. */
  } finally {
    clearTimeout(patience);
  }
  return Buffer.concat(pieces).subarray(0, maxBytes);
}
