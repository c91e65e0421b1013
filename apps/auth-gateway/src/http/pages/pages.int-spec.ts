import { families } from '@argus/contracts';
import SwaggerParser from '@apidevtools/swagger-parser';
import { createDatabase, type TestDatabase } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { documentOf } from '../../openapi/document.js';
import { type RunningGateway, startGateway } from '../../testing/gateway.fixture.js';

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

describe('pages', () => {
  it('/: browsers get a page, programs the answer of calibration', async () => {
    const page = await get('/', HTML);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.body).toContain('<h1>Argus</h1>');
    const root = await get('/');
    expect(root.json()).toEqual({ message: 'Web Calibration API', version: '1.0.0', status: 'active' });
    expect([page.headers.vary, root.headers.vary]).toEqual(['accept', 'accept']);
  });

  it.each([
    ['/'],
    ['/swagger/'],
    ['/docs'],
    ['/redoc'],
    ['/redoc?api=proctorx'],
    ['/api/schema/swagger-ui/'],
    ['/api/schema/redoc/'],
  ])('page %s: loads only files of this host, and all of them exist', async (url) => {
    const { statusCode, body } = await get(url, HTML);
    expect(statusCode).toBe(200);
    const loaded = [...body.matchAll(/(?:src|href|spec-url)="([^"]+)"/g)]
      .map(([, to]) => to!)
      .filter((to) => !to.startsWith('?'));
    expect(loaded.length).toBeGreaterThan(1);
    for (const to of loaded) {
      expect(to).toMatch(/^\//);
      expect([to, (await get(to)).statusCode]).toEqual([to, 200]);
    }
    expect(body).not.toMatch(/<script>|\son\w+=|https?:/);
  });

  it('assets: other files of the packages are not served', async () => {
    for (const url of [
      '/assets/swagger-ui/package.json',
      '/assets/swagger-ui/../../package.json',
      '/assets/redoc/redoc.standalone.js.map',
    ])
      expect([url, (await get(url)).statusCode]).toEqual([url, 404]);
  });

  it('Swagger UI: offers the documents of all families', async () => {
    const { body } = await get('/assets/pages/swagger.js');
    for (const family of families) expect(body).toContain(`/openapi/${family}.json`);
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
