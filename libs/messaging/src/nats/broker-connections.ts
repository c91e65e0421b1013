import type { NatsConnection } from '@nats-io/transport-node';
import { type BrokerOptions, connectToBroker } from './connect-to-broker.js';

/** A connection of a client that the gate let in. */
export interface AdmittedConnection {
  readonly serverId: string;
  readonly connectionId: number;
  /** As the gate named it. */
  readonly name: string;
}

interface ConnectionPage {
  readonly server?: { readonly id?: string };
  readonly data?: {
    readonly total?: number;
    readonly connections?: readonly {
      readonly cid: number;
      readonly type?: string;
      readonly authorized_user?: string;
    }[];
  };
}

const PAGE = 1024;
/* All servers of a cluster answer, soon after each other; how many they are is not known. */
const SERVERS_ANSWER_MS = 500;
const NEXT_SERVER_ANSWERS_MS = 100;
const TIMEOUT_MS = 5_000;

/** Sees and ends the MQTT connections of all servers of the broker, as a user of its system account. */
export class BrokerConnections {
  private constructor(private readonly connection: NatsConnection) {}

  /** Does not look whether the broker is open to all, as `connectToBroker` otherwise does: the gate is not there yet. */
  static async connect(broker: BrokerOptions): Promise<BrokerConnections> {
    const options = { ...broker, anonymous: true, needsJetStream: false };
    return new BrokerConnections(await connectToBroker(options, { name: 'keeper of connections' }));
  }

  /** Lists the MQTT connections; those of one client id if it is given. */
  async list(clientId?: string): Promise<AdmittedConnection[]> {
    const filter = { auth: true, limit: PAGE, ...(clientId !== undefined && { mqtt_client: clientId }) };
    const replies = await this.connection.requestMany(
      '$SYS.REQ.SERVER.PING.CONNZ',
      JSON.stringify({ ...filter, offset: 0 }),
      { strategy: 'stall', maxWait: SERVERS_ANSWER_MS, stall: NEXT_SERVER_ANSWERS_MS },
    );
    const found: AdmittedConnection[] = [];
    for await (const reply of replies) {
      let page: ConnectionPage = reply.json();
      const serverId = page.server?.id;
      for (let offset = PAGE; serverId !== undefined; offset += PAGE) {
        const connections = page.data?.connections ?? [];
        for (const { cid, type, authorized_user: name } of connections)
          if (type === 'mqtt' && name !== undefined) found.push({ serverId, connectionId: cid, name });
        if (connections.length < PAGE) break;
        const next = JSON.stringify({ ...filter, offset });
        page = (
          await this.connection.request(`$SYS.REQ.SERVER.${serverId}.CONNZ`, next, { timeout: TIMEOUT_MS })
        ).json();
      }
    }
    return found;
  }

  async end({ serverId, connectionId }: AdmittedConnection): Promise<void> {
    const which = JSON.stringify({ cid: connectionId });
    await this.connection.request(`$SYS.REQ.SERVER.${serverId}.KICK`, which, { timeout: TIMEOUT_MS });
  }

  stop(): Promise<void> {
    return this.connection.close();
  }
}
