import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { bindAssets } from './assets.js';
import { bindCalibratePage } from './calibrate-page.js';

let server: FastifyInstance;
const get = (url: string, headers: Record<string, string> = {}) =>
  server.inject({ method: 'GET', url, headers });

beforeAll(async () => {
  server = fastify({ routerOptions: { ignoreTrailingSlash: true } });
  bindCalibratePage(server);
  await bindAssets(server);
});
afterAll(() => server.close());

/** Returns the page and, transitively, all files that it loads, by URL. */
async function reachable(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const open = ['/calibrate'];
  for (let url = open.pop(); url !== undefined; url = open.pop()) {
    if (files.has(url)) continue;
    const { statusCode, body } = await get(url);
    expect({ url, statusCode }).toEqual({ url, statusCode: 200 });
    files.set(url, body);
    const names = [
      ...body.matchAll(/(?:src|<link[^>]* href)="(\/[^"]+)"/g),
      ...body.matchAll(/from '(\.\/[^']+)'/g),
    ];
    open.push(...names.map(([, name]) => new URL(name!, `http://argus${url}`).pathname));
  }
  return files;
}

describe('the calibration page', () => {
  it('calibration page: loads only files of this server, and all of them are served', async () => {
    const files = await reachable();
    expect(files.size).toBeGreaterThan(15);
    for (const [url, text] of files) {
      const elsewhere = [...text.matchAll(/https?:\/\/[^\s"'`)]+/g)].map(([address]) => address);
      const namespaces = elsewhere.filter((address) => address !== 'http://www.w3.org/2000/svg');
      expect({ url, namespaces }).toEqual({ url, namespaces: [] });
    }
  });

  it('calibration page: its policy allows only own files, and the page needs no exception', async () => {
    const { headers, body } = await get('/calibrate/');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(headers['permissions-policy']).toContain('camera=(self)');
    expect(body).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:/);
  });

  it('calibration page: every control has a label', async () => {
    const { body } = await get('/calibrate');
    const labelled = new Set([...body.matchAll(/<label for="([^"]+)"/g)].map(([, id]) => id));
    const controls = [...body.matchAll(/<(?:input|select)\b[^>]*?\bid="([^"]+)"/g)].map(([, id]) => id!);
    expect(controls.length).toBeGreaterThan(4);
    expect(controls.filter((id) => !labelled.has(id))).toEqual([]);
    for (const [button] of body.matchAll(/<button\b[^>]*>[^<]*/g)) expect(button).toMatch(/>\s*\w/);
  });

  it('calibration page: an unchanged file is answered with 304', async () => {
    const first = await get('/calibrate/main.js');
    const again = await get('/calibrate/main.js', { 'if-none-match': String(first.headers.etag) });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    expect((await get('/calibrate/main.js', { 'if-none-match': '"older"' })).statusCode).toBe(200);
  });

  it.each([
    'tsconfig.json',
    'grade.spec.js',
    'main.js.map',
    '../calibrate-page.js',
    '%2e%2e/calibrate-page.js',
    'index.html',
  ])('calibration page: other files of its folder are not served (%s)', async (name) =>
    expect((await get(`/calibrate/${name}`)).statusCode).toBe(404),
  );
});
