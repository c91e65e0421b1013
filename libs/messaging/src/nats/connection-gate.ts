import type { Msg, NatsConnection } from '@nats-io/transport-node';
import { KEEPER } from './subjects.js';
import { type ConnectRequest, readConnectRequest } from './connect-request.js';
import { TokenIssuer } from './token-issuer.js';

/** Where nats-server asks about clients that it does not know. */
export const GATE_SUBJECT = '$SYS.REQ.USER.AUTH';

/** How a client is let in. */
export interface Admission {
  /** Names the connection from now on. */
  readonly name: string;
  /** Subjects on which it may publish; it may subscribe to none. */
  readonly publish: readonly string[];
}

/** Returns undefined to refuse. */
export type Judge = (request: ConnectRequest) => Promise<Admission | undefined>;

/* Far above what a message of readings needs. */
const MAX_PAYLOAD_BYTES = 1024 * 1024;
/* A storm of connections above this is refused unseen; clients come again. */
const MAX_JUDGED_AT_ONCE = 200;

export interface GateWork {
  /** Seed of the account key that the broker's configuration names as issuer. */
  readonly issuerNkey: string;
  readonly judge: Judge;
  readonly failed: (error: unknown) => void;
}

/** Answers nats-server's questions about clients. Only MQTT clients are ever let in. */
export class ConnectionGate {
  readonly #issuer: TokenIssuer;
  #judged = 0;

  constructor(private readonly work: GateWork) {
    this.#issuer = new TokenIssuer(work.issuerNkey);
  }

  /** Several processes share the work. */
  serve(connection: NatsConnection): void {
    const { failed } = this.work;
    const callback = (error: Error | null, question: Msg): void => {
      if (error) return failed(error);
      this.#answer(question).catch(failed);
    };
    connection.subscribe(GATE_SUBJECT, { queue: KEEPER, callback });
  }

  async #answer(question: Msg): Promise<void> {
    const request = readConnectRequest(question.string());
    const admission = await this.#judge(request);
    const { userKey: sub, serverId: aud } = request;
    const verdict = admission ? { jwt: this.#tokenOf(request, admission) } : { error: 'refused' };
    const nats = { type: 'authorization_response', version: 2, ...verdict };
    question.respond(this.#issuer.sign({ sub, aud, nats }));
  }

  async #judge(request: ConnectRequest): Promise<Admission | undefined> {
    if (!request.isMqtt || this.#judged >= MAX_JUDGED_AT_ONCE) return undefined;
    this.#judged++;
    try {
      return await this.work.judge(request);
    } catch (error) {
      this.work.failed(error);
      return undefined;
    } finally {
      this.#judged--;
    }
  }

  #tokenOf({ userKey: sub }: ConnectRequest, { name, publish }: Admission): string {
    return this.#issuer.sign({
      sub,
      aud: '$G',
      name,
      nats: {
        type: 'user',
        version: 2,
        pub: { allow: publish },
        sub: { deny: ['>'] },
        subs: -1,
        data: -1,
        payload: MAX_PAYLOAD_BYTES,
      },
    });
  }
}
