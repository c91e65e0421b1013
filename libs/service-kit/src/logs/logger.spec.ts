import { describe, expect, it } from '@jest/globals';
import { type AnyOperation, contracts, secretFieldsOf } from '@argus/contracts';
import { newContext, runInContext } from '@argus/messaging';
import { runAsService } from './service-scope.js';
import { createLogger } from './logger.js';
import { NestLogger } from './nest-logger.js';
import { RequestLog } from './request-log.js';

function capture(LOG_FORMAT: 'json' | 'pretty' = 'json', processName?: string) {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = createLogger({ LOG_LEVEL: 'trace', LOG_FORMAT }, destination, processName);
  return { lines, logger, parsed: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

const planted = 'hunter2-correct-horse';

/** Names of the fields that contracts mark as secret. */
const markedAsSecret = new Set(
  contracts.flatMap(({ operations }) =>
    Object.values<AnyOperation>(operations).flatMap(({ body, reply }) =>
      [body, reply].flatMap((Part) =>
        Part ? secretFieldsOf(Part as new () => unknown).map(({ name }) => name) : [],
      ),
    ),
  ),
);

describe('the log', () => {
  it('log: every line names its request, trace and service', () => {
    const { logger, parsed } = capture();
    const context = {
      ...newContext(),
      requestId: 'r-1',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    };
    runAsService('attendance', () => runInContext(context, () => logger.info('Logged')));
    expect(parsed()[0]).toMatchObject({
      msg: 'Logged',
      service: 'attendance',
      requestId: 'r-1',
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
    });
  });

  it('log: a line outside any service names the process', () => {
    const { logger, parsed } = capture('json', 'vision');
    logger.info('Ready');
    runAsService('attendance', () => logger.info('Logged'));
    expect(parsed()).toMatchObject([{ service: 'vision' }, { service: 'attendance' }]);
  });

  it.each([
    'password',
    'newPassword',
    'access_token',
    'refresh',
    'access',
    'authorization',
    'Cookie',
    'set-cookie',
    'apiKey',
    'x-api-key',
    'images',
    'image',
    'client_secret',
    'parameters',
    ...markedAsSecret,
  ])('log: the value of %s is redacted at any depth', (name) => {
    const { logger, lines } = capture();
    logger.info({ body: [{ user: { [name]: planted } }] }, 'Request');
    expect(lines.join('')).toContain('[redacted]');
    expect(lines.join('')).not.toContain(planted);
  });

  it.each([
    `Authorization: Bearer ${planted}`,
    `failed for postgres://argus:${planted}@db/argus`,
    `token eyJhbGciOiJFUzI1NiJ9.${planted}.c2lnbmF0dXJl`,
    `refresh argr_${planted}${'x'.repeat(30)}`,
    `device argd_${planted}${'x'.repeat(30)}`,
    `key argk_Xn3bT0aq_${planted}${'x'.repeat(30)}`,
    `got data:image/jpeg;base64,${planted.replaceAll('-', '')}`,
  ])('log: credentials inside a text are redacted: %s', (text) => {
    const { logger, lines } = capture();
    logger.error({ err: new Error(text, { cause: new Error(text) }), note: text }, text);
    expect(lines.join('')).not.toContain(planted);
    expect(lines.join('')).not.toContain(planted.replaceAll('-', ''));
  });

  it('log: queries and parameters on errors of drivers are left out', () => {
    const { logger, lines, parsed } = capture();
    const error = Object.assign(new Error('duplicate key'), {
      code: '23505',
      query: 'insert',
      values: [planted],
      detail: planted,
    });
    logger.error({ err: error }, 'Failed');
    expect(parsed()[0]?.err).toMatchObject({ message: 'duplicate key', code: '23505' });
    expect(lines.join('')).not.toContain(planted);
  });

  it('log: bytes and long texts are shown by their size', () => {
    const { logger, lines } = capture();
    logger.info({ frame: new Uint8Array(1_000_000), text: 'a'.repeat(1_000_000) }, 'Large');
    expect(lines.join('').length).toBeLessThan(6_000);
    expect(lines.join('')).toContain('1000000 bytes');
  });

  it.each(['eyJ-', 'a://:', '0://0', 'Bearer ', 'argr_', 'argk_00_r--', 'data:image/'])(
    'log: redacting a long hostile text takes less than half a second: %s',
    (part) => {
      const { logger } = capture();
      const started = performance.now();
      logger.info({ text: part.repeat(250_000) }, 'long');
      expect(performance.now() - started).toBeLessThan(500);
    },
  );

  it('log: an object that contains itself is logged', () => {
    const { logger, lines } = capture();
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    logger.info(loop, 'Loop');
    expect(lines).toHaveLength(1);
  });

  it.each(['json', 'pretty'] as const)('log: text of users stays on one line (%s)', (format) => {
    const { logger, lines } = capture(format);
    logger.info({ username: 'eve\r\n{"level":60}\u001b[2J\u2028' }, 'eve\nFATAL forged');
    expect(lines.join('').trimEnd()).not.toMatch(/[\n\r\u001b]/);
  });
});

describe("Nest's loggers", () => {
  it('Nest loggers: write messages, fields and errors with the name of the logger', () => {
    const { logger, parsed } = capture();
    const nest = new NestLogger(logger);
    nest.log('Enrolled', { personId: 7 }, 'FaceService');
    nest.error('Failed', new Error('broken'), 'FaceService');
    nest.error('Failed', 'Error: old\n    at somewhere', 'FaceService');
    nest.warn(new Error('alone'), 'FaceService');
    expect(parsed()).toMatchObject([
      { level: 30, msg: 'Enrolled', personId: 7, context: 'FaceService' },
      { level: 50, msg: 'Failed', err: { message: 'broken' } },
      { level: 50, msg: 'Failed', stack: expect.stringContaining('somewhere') },
      { level: 40, msg: 'alone', err: { message: 'alone' } },
    ]);
  });
});

describe('the line of a request', () => {
  const ended = {
    method: 'GET',
    route: '/api/v1/users/:id',
    status: 200,
    requestId: 'r-1',
    traceId: '0af7651916cd43dd8448eb211c80319c',
    ip: '127.0.0.1',
    account: 'attendance:7',
    durationMs: 1.2,
  };

  it('request log: a line names client and route under the same keys as other lines', () => {
    const { logger, parsed } = capture();
    runAsService('auth-gateway', () => new RequestLog(logger).write(ended));
    expect(parsed()[0]).toEqual({
      level: 30,
      time: expect.any(String),
      context: 'Http',
      service: 'auth-gateway',
      requestId: 'r-1',
      traceId: ended.traceId,
      ip: '127.0.0.1',
      account: 'attendance:7',
      durationMs: 1.2,
      msg: 'GET /api/v1/users/:id 200',
    });
  });

  it('request log: the line of an unknown path names it without its query, cut and redacted', () => {
    const { logger, parsed } = capture();
    const log = new RequestLog(logger);
    const missed = { ...ended, route: 'none', status: 404 };
    log.write({ ...missed, unknownPath: `/api/v1/user/?token=${planted}` });
    log.write({ ...missed, unknownPath: `/reset/eyJhbGciOiJFUzI1NiJ9.${planted}.c2lnbmF0dXJl` });
    log.write({ ...missed, unknownPath: `/${'a'.repeat(5000)}` });
    const said = parsed().map(({ msg }) => String(msg));
    expect(said.slice(0, 2)).toEqual(['GET /api/v1/user/ 404', 'GET /reset/[redacted] 404']);
    expect(said[2]).toMatch(/^GET \/a{199}… 404$/);
  });

  it('request log: a credential used as request id is redacted', () => {
    const { logger, lines } = capture();
    new RequestLog(logger).write({ ...ended, requestId: `eyJhbGciOiJFUzI1NiJ9.${planted}.c2lnbmF0dXJl` });
    expect(lines.join('')).not.toContain(planted);
  });
});
