/*
 * The smallest program that does the work of each path: the same hash, networks, readers and rows, without accounts' rules, tokens, audit,
 * events and queues. Runs as a child process and sends its address to its parent.
 *   DATABASE_URL=… [MQTT_URL=… MQTT_PASSWORD=…] node tools/bench/paths/bare.ts
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { hash, verify } from '@node-rs/argon2';
import { parse as parseCsv } from 'csv-parse/sync';
import { fastify, type FastifyReply } from 'fastify';
import { generateKeyPair, SignJWT } from 'jose';
import mqtt from 'mqtt';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { PhotographAnalyser } from '#vision/analysis/photograph-analyser.js';
import { startBackend } from '#vision/backends/start-backend.js';
import { loadModelSet } from '#vision/models/model-set.js';

const { DATABASE_URL, MQTT_URL, MQTT_PASSWORD } = process.env;
const MEBIBYTE = 1024 * 1024;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
await pool.query(`CREATE SCHEMA IF NOT EXISTS bare;
  CREATE TABLE IF NOT EXISTS bare.session (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL);
  CREATE TABLE IF NOT EXISTS bare.face (id bigserial PRIMARY KEY, descriptor real[] NOT NULL);
  CREATE TABLE IF NOT EXISTS bare.attendance (id bigserial PRIMARY KEY, face bigint, similarity real NOT NULL);
  CREATE TABLE IF NOT EXISTS bare.reading (equipment bigint, measured_at timestamptz, temperature float8, speed float8, pressure float8);
  CREATE TABLE IF NOT EXISTS bare.alarm (id bigserial PRIMARY KEY, equipment bigint NOT NULL, temperature float8 NOT NULL)`);

const server = fastify({ bodyLimit: 32 * MEBIBYTE });
server.addContentTypeParser('text/csv', { parseAs: 'string' }, (_request, body, done) => done(null, body));

const password = await hash('a password of the bench', { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
const { privateKey } = await generateKeyPair('ES256');
server.post<{ Body: { name: string; password: string } }>('/log-in', async ({ body }, reply) => {
  if (!(await verify(password, body.password))) return reply.code(401).send();
  const { rows } = await pool.query<{ id: string }>({
    name: 'session',
    text: 'INSERT INTO bare.session (name) VALUES ($1) RETURNING id',
    values: [body.name],
  });
  const token = new SignJWT({ sid: rows[0]!.id })
    .setProtectedHeader({ alg: 'ES256' })
    .setExpirationTime('1h');
  return { access: await token.sign(privateKey) };
});

let analyser: PhotographAnalyser | undefined;
const faces: Float32Array[] = [];
async function describe(picture: string): Promise<Float32Array> {
  if (!analyser) {
    await startBackend('wasm');
    analyser = new PhotographAnalyser(await loadModelSet());
  }
  const photograph = Buffer.from(picture.slice(picture.indexOf(',') + 1), 'base64');
  const stages = { descriptor: true, passiveLiveness: true, iris: false };
  const [result] = await analyser.analyse([{ photograph, maxFaces: 5, stages }]);
  if (result?.status !== 'fulfilled') throw result?.reason;
  return result.value.faces[0]!.descriptor!;
}
server.post<{ Body: { images: string[] } }>('/enrol', async ({ body }, reply) => {
  for (const image of body.images) {
    const descriptor = await describe(image);
    faces.push(descriptor);
    await pool.query('INSERT INTO bare.face (descriptor) VALUES ($1)', [[...descriptor]]);
  }
  return reply.code(201).send();
});
server.post<{ Body: { image: string } }>('/verify', async ({ body }, reply) => {
  const seen = await describe(body.image);
  const alike = faces.map((face) => face.reduce((sum, value, i) => sum + value * seen[i]!, 0));
  const best = alike.indexOf(Math.max(...alike));
  await pool.query('INSERT INTO bare.attendance (face, similarity) VALUES ($1, $2)', [best, alike[best]]);
  return reply.code(201).send();
});

const COPY = 'COPY bare.reading (equipment, measured_at, temperature, speed, pressure) FROM STDIN';
server.post<{ Body: string }>('/bulk', async ({ body }, reply) => {
  const rows = parseCsv<Record<string, string>>(body, { columns: true, skip_empty_lines: true });
  const text = rows.map((row) =>
    [row.equipment, row.measured_at, row.temperature, row.speed, row.pressure].join('\t'),
  );
  const client = await pool.connect();
  try {
    await pipeline(Readable.from([text.join('\n')]), client.query(copyFrom(COPY)));
  } finally {
    client.release();
  }
  return reply.code(201).send({ stored: rows.length });
});

const followers = new Set<FastifyReply['raw']>();
server.get('/live', (_request, reply) => {
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': 'text/event-stream' }).write(': begin\n\n');
  followers.add(reply.raw);
});
server.post<{ Body: object }>('/tell', async ({ body }, reply) => {
  const { rows } = await pool.query<{ id: string }>(
    'INSERT INTO bare.alarm (equipment, temperature) VALUES (1, 1) RETURNING id',
  );
  const text = `id: ${rows[0]!.id}\ndata: ${JSON.stringify([body])}\n\n`;
  for (const follower of followers) follower.write(text);
  return reply.code(201).send();
});

if (MQTT_URL !== undefined) {
  const devices = await mqtt.connectAsync(MQTT_URL, { username: 'bare', password: MQTT_PASSWORD! });
  await devices.subscribeAsync('readings/#', { qos: 1 });
  devices.on('message', (topic, payload) => {
    const { temperature, speed, pressure, measured_at } = JSON.parse(payload.toString()) as Record<
      string,
      number
    >;
    void pool.query({
      name: 'reading',
      text: `WITH stored AS (INSERT INTO bare.reading (equipment, measured_at, temperature, speed, pressure)
               VALUES ($1, $2, $3, $4, $5) RETURNING equipment, temperature)
             INSERT INTO bare.alarm (equipment, temperature) SELECT * FROM stored WHERE temperature > 100`,
      values: [topic.split('/')[1], measured_at, temperature, speed, pressure],
    });
  });
}

await server.listen({ host: '127.0.0.1', port: 0 });
const { port } = server.server.address() as AddressInfo;
process.send?.({ url: `http://127.0.0.1:${port}` });
await once(process, 'disconnect');
process.exit();
