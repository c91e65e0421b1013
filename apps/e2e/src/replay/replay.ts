import { isDeepStrictEqual } from 'node:util';
import { HttpClient } from '@argus/testing';
import type { Exchange } from './transcript.js';

export interface Difference {
  readonly exchange: Exchange;
  readonly expected: readonly [status: number | undefined, body: unknown];
  readonly got: readonly [status: number, body: unknown];
}

/* The originals accepted passwords of fewer than eight characters; Argus does not. */
const LONGER_PASSWORDS: Readonly<Record<string, string>> = { '"password":"p"': '"password":"p-but-longer"' };

/** Sends recorded requests, with our tokens in place of the recorded ones. */
export class Replay {
  private access = '';
  private refresh = '';
  private lastSentRefresh = '';
  private readonly client: HttpClient;

  constructor(private readonly url: string) {
    this.client = new HttpClient(url);
  }

  /** Returns the difference from the recorded answer; undefined if they are equal, but for ids, times and tokens. */
  async run(exchange: Exchange): Promise<Difference | undefined> {
    const { method, path, authorization, contentType = 'application/json', sent, notes } = exchange;
    const refresh = notes.includes('the same token again') ? this.lastSentRefresh : this.refresh;
    const filled = (text: string): string =>
      Object.entries(LONGER_PASSWORDS)
        .reduce((all, [from, to]) => all.replaceAll(from, to), text)
        .replaceAll('<access>', this.access)
        .replaceAll('<refresh>', refresh);
    if (sent?.includes('<refresh>')) this.lastSentRefresh = refresh;
    const answer = await this.client.send(method, path, {
      headers: {
        ...(sent !== undefined && { 'content-type': contentType }),
        ...(authorization !== undefined && { authorization: filled(authorization) }),
      },
      ...(sent !== undefined && { body: filled(sent) }),
    });
    this.remember(answer.body);
    const expected = [exchange.status, this.comparable(parsed(exchange.body))] as const;
    const got = [answer.status, this.comparable(answer.body)] as const;
    return isDeepStrictEqual(expected, got) ? undefined : { exchange, expected, got };
  }

  private remember(body: unknown): void {
    const { access, refresh } = (typeof body === 'object' && body !== null ? body : {}) as Record<
      string,
      unknown
    >;
    if (typeof access === 'string') this.access = access;
    if (typeof refresh === 'string') this.refresh = refresh;
  }

  /** Masks values that differ by run: ids, times, tokens, hosts and the text after "JSON parse error". Keeps lists. */
  private comparable(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((each) => this.comparable(each));
    if (typeof value === 'string') return comparableText(value, this.url);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => {
        if (
          ['access', 'refresh', 'id', 'user', 'equipment', 'timestamp', 'owner_id'].includes(key) &&
          !Array.isArray(each)
        )
          return [key, `<${key}>`];
        return [key, this.comparable(each)];
      }),
    );
  }
}

const comparableText = (text: string, url: string): string =>
  text.replaceAll(url, 'http://<host>').replace(/^JSON parse error - .*/s, 'JSON parse error - …');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
