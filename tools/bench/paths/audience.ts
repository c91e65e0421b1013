/* Many readers of one event stream, that only count what they hear. */
import { once } from 'node:events';
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';

export class Audience {
  private ears = 0;
  private all: (() => void) | undefined;

  private readonly requests: readonly ClientRequest[];

  private constructor(requests: readonly ClientRequest[]) {
    this.requests = requests;
  }

  /** Resolves when all follow. One reader for each token. */
  static async open(url: string, tokens: readonly string[]): Promise<Audience> {
    const agent = new Agent({ maxSockets: Infinity });
    const requests = tokens.map((token) =>
      request(url, { agent, headers: { authorization: `Bearer ${token}` } }).end(),
    );
    const audience = new Audience(requests);
    await Promise.all(
      requests.map(async (each) => {
        const [answer] = (await once(each, 'response')) as [IncomingMessage];
        if (answer.statusCode !== 200) throw new Error(`following answered ${answer.statusCode}`);
        answer.setEncoding('utf8').on('data', (text: string) => audience.hear(text));
        answer.on('error', () => undefined);
      }),
    );
    for (const each of requests) each.on('error', () => undefined);
    return audience;
  }

  /** Resolves when every reader has heard an event after `tell`. */
  async heard(tell: () => Promise<unknown>): Promise<void> {
    this.ears = 0;
    const all = new Promise<void>((resolve) => (this.all = resolve));
    await tell();
    await all;
  }

  close(): void {
    for (const each of this.requests) each.destroy();
  }

  private hear(text: string): void {
    if (!/^data: /m.test(text)) return;
    this.ears++;
    if (this.ears === this.requests.length) this.all?.();
  }
}
