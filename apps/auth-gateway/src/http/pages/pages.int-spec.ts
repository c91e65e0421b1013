import { contracts, families } from '@argus/contracts';
import SwaggerParser from '@apidevtools/swagger-parser';
import { createDatabase, type TestDatabase } from '@argus/testing/postgres';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { documentOf } from '../../openapi/document.js';
import { type RunningGateway, startGateway } from '../../testing/gateway.fixture.js';
import { products } from './landing.js';

let testDatabase: TestDatabase;
let gateway: RunningGateway;

beforeAll(async () => {
  testDatabase = await createDatabase();
  gateway = await startGateway(testDatabase.url);
});

afterAll(async () => {
  await gateway.stop();
  await testDatabase.drop();
});

const get = (url: string, accept = '*/*') =>
  gateway.server.inject({ method: 'GET', url, headers: { accept } });

const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8';

const operationPaths = new Set(
  contracts.flatMap(({ operations }) =>
    Object.values(operations).flatMap(({ http }) =>
      http === undefined || http.path === '/' ? [] : [http.path],
    ),
  ),
);

/** Returns what the pages link and load, with the answer to a browser, beginning at the start page. */
async function reachable(): Promise<Map<string, Awaited<ReturnType<typeof get>>>> {
  const found = new Map<string, Awaited<ReturnType<typeof get>>>();
  const open = ['/', '/favicon.ico', '/nowhere/to/be/found'];
  for (let url = open.pop(); url !== undefined; url = open.pop()) {
    if (found.has(url)) continue;
    const answer = await get(url, HTML);
    found.set(url, answer);
    if (!String(answer.headers['content-type']).startsWith('text/html')) continue;
    const linked = [...answer.body.matchAll(/\s(?:src|href|data-url)="([^"#][^"]*)"/g)].map(([, to]) => to!);
    open.push(...linked);
  }
  found.delete('/nowhere/to/be/found');
  return found;
}

describe('pages', () => {
  it('/: browsers get a page, programs the answer of calibration', async () => {
    const page = await get('/', HTML);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.body).toContain('<h1>Argus</h1>');
    for (const accept of ['*/*', 'application/json', 'application/json, text/html;q=0.5']) {
      const root = await get('/', accept);
      expect(root.json()).toEqual({ message: 'Web Calibration API', version: '1.0.0', status: 'active' });
      expect([page.headers.vary, root.headers.vary]).toEqual(['accept', 'accept']);
    }
  });

  it('pages: every link of every page answers 200 on this host, and every family and the calibration page are linked', async () => {
    const found = await reachable();
    /* What a service answers is followed on a whole platform (pages.e2e-spec). */
    const own = [...found].filter(([url]) => !operationPaths.has(url));
    expect(own.filter(([, { statusCode }]) => statusCode !== 200).map(([url]) => url)).toEqual([]);
    expect([...found.keys()].filter((url) => !/^\/(?!\/)/.test(url))).toEqual([]);
    const wanted = families.flatMap((family) => [`/swagger/?api=${family}`, `/openapi/${family}.json`]);
    expect([...found.keys()]).toEqual(
      expect.arrayContaining([...wanted, '/calibrate', '/health', '/.well-known/jwks.json', '/favicon.ico']),
    );
    expect(found.get('/favicon.ico')!.rawPayload.subarray(1, 4).toString()).toBe('PNG');
  });

  it('/: says of each family what its API document has, and how its clients begin', async () => {
    const { body } = await get('/', HTML);
    for (const family of families) {
      const { tags, paths, info } = documentOf(family);
      const names = (tags as { name: string }[]).map(({ name }) => name).join(', ');
      const operations = Object.values(paths).flatMap((methods) => Object.keys(methods)).length;
      expect(body).toContain(`<h2>${info.title}</h2>`);
      expect(body).toContain(`${operations} operations: ${names}</p>`);
      const [method, path] = products[family].first.split(' ') as [string, string];
      expect(Object.keys(paths[path] ?? {})).toContain(method.toLowerCase());
    }
  });

  it.each(['/swagger/', '/docs', '/redoc', '/api/schema/swagger-ui/', '/api/schema/redoc/'])(
    'viewer %s: shows one document and links the others by their titles',
    async (path) => {
      for (const family of families) {
        const { statusCode, body } = await get(`${path}?api=${family}`, HTML);
        expect(statusCode).toBe(200);
        expect(body).toContain(`data-url="/openapi/${family}.json"`);
        expect(body).toContain(`aria-current="page">${documentOf(family).info.title}</a>`);
      }
      const first =
        path === '/swagger/' ? 'techtrack' : path.startsWith('/api') ? 'eyetracker' : 'calibration';
      for (const query of ['', '?api='])
        expect((await get(path + query, HTML)).body).toContain(`data-url="/openapi/${first}.json"`);
      const unknown = await get(`${path}?api=nobody`, HTML);
      expect([unknown.statusCode, unknown.headers['x-error-code']]).toEqual([
        path.startsWith('/api') ? 400 : 422,
        'VALIDATION_FAILED',
      ]);
      for (const family of families) expect(unknown.body).toContain(family);
    },
  );

  it.each(['/', '/swagger/', '/nowhere'])(
    'page %s: has no inline script or style, and its policy allows own files only',
    async (url) => {
      const { body, headers } = await get(url, HTML);
      expect(body).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:|https?:/);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/https?:|\*|script-src[^;]*unsafe/);
    },
  );

  it('an address that does not exist: browsers get a page with status 404, programs the error of the family', async () => {
    const page = await get('/api/equipmnet/?token=abc', HTML);
    expect(page).toMatchObject({ statusCode: 404 });
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-error-code': 'NOT_FOUND',
    });
    expect(page.body).toContain('There is no page at this address');
    expect(page.body).not.toMatch(/equipmnet|abc/);
    const program = await get('/api/equipmnet/');
    expect([program.statusCode, program.json()]).toEqual([404, { detail: 'Not found.' }]);
    expect([page.headers.vary, program.headers.vary]).toEqual(['accept', 'accept']);
    const posted = await gateway.server.inject({
      method: 'POST',
      url: '/nowhere',
      headers: { accept: HTML },
    });
    expect([posted.statusCode, posted.json()]).toEqual([404, { detail: 'Not Found' }]);
  });

  it('assets: other files of the packages are not served', async () => {
    for (const url of [
      '/assets/swagger-ui/package.json',
      '/assets/swagger-ui/../../package.json',
      '/assets/swagger-ui/swagger-ui-bundle.js.map',
      '/assets/pages/favicon.png',
      '/assets/pages/../pages.js',
    ])
      expect([url, (await get(url)).statusCode]).toEqual([url, 404]);
  });

  it.each([
    ['/api/schema/', '*/*', 'yaml'],
    ['/api/schema', 'application/json', 'json'],
    ['/api/schema/', 'application/vnd.oai.openapi+json', 'json'],
    ['/api/schema/?format=json', '*/*', 'json'],
    ['/api/schema/?format=yaml', 'application/json', 'yaml'],
  ])('EyeTracker schema: %s with Accept %s is %s', async (url, accept, kind) => {
    const { headers, body, statusCode } = await get(url, accept);
    expect(statusCode).toBe(200);
    const document = kind === 'json' ? (JSON.parse(body) as unknown) : (parse(body) as unknown);
    expect(document).toEqual(JSON.parse(JSON.stringify(documentOf('eyetracker'))));
    expect(String(headers['content-type']).includes('json')).toBe(kind === 'json');
  });

  it('EyeTracker schema: an unknown format is a 404', async () => {
    expect((await get('/api/schema/?format=xml')).statusCode).toBe(404);
  });
});

describe('the API documents', () => {
  it.each(families)('API document of %s: valid OpenAPI 3.1', async (family) => {
    const served = (await get(`/openapi/${family}.json`)).json<object>();
    await expect(SwaggerParser.validate(served as never)).resolves.toMatchObject({ openapi: '3.1.0' });
  });

  it('API documents: every body has an example', () => {
    for (const family of families) {
      for (const [path, methods] of Object.entries(documentOf(family).paths)) {
        for (const [method, operation] of Object.entries(methods)) {
          const { requestBody } = operation as {
            requestBody?: { content: Record<string, { example?: unknown }> };
          };
          /* JSON cannot show an example of a file in a form. */
          const json = requestBody?.content['application/json'];
          if (requestBody && !(json === undefined && 'multipart/form-data' in requestBody.content))
            expect([path, method, json?.example]).not.toContain(undefined);
        }
      }
    }
  });
});
