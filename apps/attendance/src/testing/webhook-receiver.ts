import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

export interface ReceivedMessage {
  readonly event: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly id: string;
  readonly sequence: number;
}

export interface ReceivedRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How the receiver answers: a status, with headers. Undefined: never. */
export type Answer = readonly [status: number, headers?: Readonly<Record<string, string>>] | undefined;

/** A receiver of webhooks on loopback that keeps what it gets. */
export class WebhookReceiver {
  readonly requests: ReceivedRequest[] = [];
  answer: (request: ReceivedRequest) => Answer = () => [204];
  /** Asked instead, where it is set. */
  answerLater: ((request: ReceivedRequest) => Promise<Answer>) | undefined;

  private constructor(
    private readonly server: Server,
    readonly origin: string,
  ) {}

  static async start(): Promise<WebhookReceiver> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const receiver = new WebhookReceiver(
      server,
      `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    );
    server.on('request', (request, reply) => {
      void receiver.take(request, reply);
    });
    return receiver;
  }

  private async take(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    const body = await text(request);
    const received = { path: request.url!, headers: request.headers as Record<string, string>, body };
    this.requests.push(received);
    const answer = this.answerLater ? await this.answerLater(received) : this.answer(received);
    if (answer) reply.writeHead(answer[0], answer[1]).end();
  }

  /** Messages at a path in the order of their arrival, verified with the published library. */
  messages(path: string, secret: string): ReceivedMessage[] {
    return this.requests
      .filter((request) => request.path === path)
      .map(({ body, headers }) => new Webhook(secret).verify(body, headers) as ReceivedMessage);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
