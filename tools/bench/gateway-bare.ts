/*
 * The smallest server that answers the same requests: Fastify and pg with the platform's own statements, without token,
 * validation, bus and log. Runs as a child process and sends its port to its parent. Usage: DATABASE_URL=… node tools/bench/gateway-bare.ts
 */
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { fastify } from 'fastify';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const columns = `id, username AS employee_id, email, first_name, last_name, role, department, phone_number, is_active,
  created_at, last_login_at AS last_login, face_enrolled`;
const server = fastify();

server.get<{ Querystring: { page_size?: string } }>('/users', async ({ query }) => {
  const { rows } = await pool.query<{ count: number }>({
    name: 'list',
    text: `SELECT ${columns}, (SELECT count(*)::int FROM identity.account WHERE family = $3) AS count
           FROM identity.account WHERE family = $3 ORDER BY username LIMIT $1 OFFSET $2`,
    values: [Number(query.page_size ?? 20), 0, 'attendance'],
  });
  return {
    count: rows[0]?.count ?? 0,
    next: null,
    previous: null,
    results: rows.map(({ count: _, ...row }) => row),
  };
});

server.get<{ Params: { id: string } }>('/users/:id', async ({ params }, reply) => {
  const { rows } = await pool.query<object>({
    name: 'get',
    text: `SELECT ${columns} FROM identity.account WHERE family = $1 AND id = $2`,
    values: ['attendance', Number(params.id)],
  });
  return rows[0] ?? reply.code(404).send({ detail: 'Not found.' });
});

/* Inserts the row and its event in one transaction. */
server.post<{ Body: { person_id: number; timestamp: string; reason: string } }>(
  '/marks',
  async ({ body }, reply) => {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const { rows } = await client.query<object>({
        name: 'mark',
        text: `INSERT INTO attendance.attendance_log (person_id, occurred_at, method, reason, marked_by)
             VALUES ($1, $2, 'manual', $3, $4) RETURNING id, person_id, occurred_at, method, reason, marked_by`,
        values: [body.person_id, body.timestamp, body.reason, 'ADMIN'],
      });
      await client.query({
        name: 'event',
        text: `INSERT INTO attendance.outbox_message (id, subject, payload, headers) VALUES ($1, 'evt.bench', $2, '{}')`,
        values: [randomUUID(), JSON.stringify(rows[0])],
      });
      await client.query('COMMIT');
      return reply.code(201).send(rows[0]);
    } finally {
      client.release();
    }
  },
);

await server.listen({ host: '127.0.0.1', port: 0 });
const { port } = server.server.address() as AddressInfo;
process.send?.({ urls: [`http://127.0.0.1:${port}`] });
process.on('disconnect', () => process.exit());
