import { createPrivateKey, sign } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A client of NATS in thirty lines, as anybody can write one. It sends and never waits for leave. */
export class RawNats {
  said = '';

  private constructor(private readonly socket: ReturnType<typeof connect>) {
    socket.on('data', (bytes: Buffer) => (this.said += bytes.toString('latin1')));
    socket.on('error', () => undefined);
  }

  /** Resolves when the server has introduced itself. Without a key it names nobody. */
  static async open(
    url: string,
    key?: { readonly seed: string; readonly publicKey: string },
  ): Promise<RawNats> {
    const { hostname, port } = new URL(url);
    const client = new RawNats(connect(Number(port), hostname));
    await client.hears(/^INFO .*\r\n/);
    const { nonce } = JSON.parse(/^INFO (.*)\r\n/.exec(client.said)![1]!) as { nonce?: string };
    const named = key && { nkey: key.publicKey, sig: signed(key.seed, nonce ?? '') };
    client.send(`CONNECT ${JSON.stringify({ headers: true, verbose: false, ...named })}\r\nPING\r\n`);
    return client;
  }

  send(text: string): void {
    this.socket.write(text, 'latin1');
  }

  call(subject: string, inbox: string, headers: Readonly<Record<string, string>>, payload: Buffer): void {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const head = `NATS/1.0\r\n${lines.join('')}\r\n`;
    this.send(
      `SUB ${inbox} 7\r\nHPUB ${subject} ${inbox} ${head.length} ${head.length + payload.length}\r\n`,
    );
    this.send(`${head}${payload.toString('latin1')}\r\n`);
  }

  /** Returns whether the server says so in time. */
  async hears(words: RegExp, limitMs = 3000): Promise<boolean> {
    const until = performance.now() + limitMs;
    while (!words.test(this.said) && performance.now() < until) await pause(10);
    return words.test(this.said);
  }

  close(): void {
    this.socket.destroy();
  }
}

/* DER of a private Ed25519 key up to its 32 bytes. */
const ED25519_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

function signed(seed: string, nonce: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...seed].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
  const der = Buffer.concat([ED25519_PREFIX, bytes.subarray(2, 34)]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return sign(null, Buffer.from(nonce), key).toString('base64url');
}
