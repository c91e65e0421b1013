/** Who wants to connect, as nats-server tells. */
export interface ConnectRequest {
  readonly serverId: string;
  /** Stands for the connection in the answer. */
  readonly userKey: string;
  readonly isMqtt: boolean;
  /** Empty where the client names none. */
  readonly username: string;
  readonly password: string;
  /** MQTT's client id; the server makes one for a client without. */
  readonly clientId: string;
}

interface Sent {
  readonly nats?: {
    readonly server_id?: { readonly id?: unknown };
    readonly user_nkey?: unknown;
    readonly client_info?: { readonly type?: unknown; readonly mqtt_id?: unknown };
    readonly connect_opts?: { readonly user?: unknown; readonly pass?: unknown };
  };
}

/** Reads the server's question. Throws on anything else: nobody but the server has the right to ask. */
export function readConnectRequest(token: string): ConnectRequest {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Sent;
  const { server_id, user_nkey, client_info, connect_opts } = claims.nats ?? {};
  const [serverId, userKey] = [text(server_id?.id), text(user_nkey)];
  if (!serverId || !userKey) throw new Error('not a question of a nats-server about a client');
  return {
    serverId,
    userKey,
    isMqtt: client_info?.type === 'mqtt',
    username: text(connect_opts?.user),
    password: text(connect_opts?.pass),
    clientId: text(client_info?.mqtt_id),
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
