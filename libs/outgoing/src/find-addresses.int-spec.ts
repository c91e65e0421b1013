import { createSocket, type Socket } from 'node:dgram';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findAddresses } from './find-addresses.js';

/* A name server on loopback: it knows one name, has never heard of others, and does not answer about `silent`. */
const known = 'known.example';
let server: Socket;
let servers: string[];

/** Answers a question of type A (RFC 1035) with 93.184.216.34, another with nothing, or a name with NXDOMAIN. */
function answerTo(question: Buffer): Buffer | undefined {
  let at = 12;
  const labels: string[] = [];
  for (let length = question[at]!; length > 0; length = question[at]!) {
    labels.push(question.subarray(at + 1, at + 1 + length).toString());
    at += length + 1;
  }
  const name = labels.join('.');
  if (name.startsWith('silent')) return undefined;
  const isA = question.readUInt16BE(at + 1) === 1;
  const has = name === known && isA;
  const head = Buffer.from(question.subarray(0, 12));
  head.writeUInt16BE(name === known ? 0x8180 : 0x8183, 2);
  head.writeUInt16BE(has ? 1 : 0, 6);
  head.writeUInt32BE(0, 8);
  const record = Buffer.from('c00c00010001000000000004' + '5db8d822', 'hex');
  return Buffer.concat([head, question.subarray(12, at + 5), ...(has ? [record] : [])]);
}

beforeAll(async () => {
  server = createSocket('udp4');
  server.on('message', (question, { port, address }) => {
    const answer = answerTo(question);
    if (answer) server.send(answer, port, address);
  });
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve));
  servers = [`127.0.0.1:${server.address().port}`];
});
afterAll(() => {
  server.close();
});

describe('the addresses of a name', () => {
  it('names whose server never answers hold up no other name, and end by themselves', async () => {
    const order: string[] = [];
    const silent = Array.from({ length: 8 }, (_, index) =>
      findAddresses(`silent${index}.example`, servers).catch(() => order.push('silent')),
    );
    const found = await findAddresses(known, servers);
    order.push('known');
    expect(found).toEqual([{ address: '93.184.216.34', family: 4 }]);
    await Promise.all(silent);
    expect(order).toEqual(['known', ...Array<string>(8).fill('silent')]);
  });
});
