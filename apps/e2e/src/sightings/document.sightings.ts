import { families } from '@argus/contracts';
import type { Sighting } from './sighting.js';
import type { Stage } from './stage.js';

const html = { accept: 'text/html,application/xhtml+xml' };
type Json = Readonly<Record<string, unknown>>;

const documentOf = async (stage: Stage, family: string): Promise<Json> =>
  (await stage.client.get(`/openapi/${family}.json`)).body as Json;

/** Returns every part of a document that `wanted` accepts, with its place. */
function partsOf(value: unknown, wanted: (part: Json) => boolean, place = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = !Array.isArray(value) && wanted(value as Json) ? [place] : [];
  return [
    ...own,
    ...Object.entries(value).flatMap(([name, each]) => partsOf(each, wanted, `${place}/${name}`)),
  ];
}

const inDocuments = (seen: string, wanted: (part: Json) => boolean): Sighting => ({
  item: 16,
  seen,
  async ask(stage) {
    const found: string[] = [];
    for (const family of families)
      found.push(...partsOf(await documentOf(stage, family), wanted).map((place) => `${family}${place}`));
    return { right: [], got: found.slice(0, 5) };
  },
});

const operationsWithout = (word: 'description' | 'summary'): Sighting => ({
  item: 16,
  seen: `operations have no ${word}`,
  async ask(stage) {
    const without: string[] = [];
    for (const family of families) {
      const { paths } = (await documentOf(stage, family)) as { paths: Record<string, Record<string, Json>> };
      for (const [path, methods] of Object.entries(paths))
        for (const [method, operation] of Object.entries(methods))
          if ('responses' in operation && !operation[word]) without.push(`${method} ${path}`);
    }
    return { right: [], got: without.slice(0, 5) };
  },
});

const has = (part: Json, name: string): boolean => Object.hasOwn(part, name);
const contentOf = (part: Json): string[] => Object.keys(part.content ?? {});

/** A request that each family refuses, and the code of the refusal. */
const refusals = [
  { family: 'attendance', path: '/api/v1/users/', code: 'NOT_AUTHENTICATED' },
  { family: 'techtrack', path: '/api/equipment/', code: 'NOT_AUTHENTICATED' },
  { family: 'eyetracker', path: '/api/accounts/sessions/', code: 'NOT_AUTHENTICATED' },
  { family: 'proctorx', path: '/account', code: 'NOT_AUTHENTICATED' },
  { family: 'calibration', path: '/api/calibration/no-such-path', code: 'NOT_FOUND' },
] as const;

const foreign = /(?:src|href)="(?:https?:)?\/\/(?!127\.0\.0\.1|localhost|\[::1\])([^/"]+)/g;

async function pageOf(stage: Stage, path: string): Promise<{ status: number; type: string; text: string }> {
  const { status, headers, text } = await stage.client.get(path, { headers: html });
  return { status, type: (headers['content-type'] ?? '').split(';')[0]!, text: text ?? '' };
}

export const documentSightings: readonly Sighting[] = [
  inDocuments(
    'a body has several media types with one schema each, so that generators fail',
    (part) =>
      contentOf(part).length > 1 &&
      contentOf(part).includes('application/json') &&
      contentOf(part).some((type) => type.includes('form')),
  ),
  inDocuments(
    'nullable objects are allOf with nullable',
    (part) => has(part, 'nullable') && has(part, 'allOf'),
  ),
  inDocuments('fields with a default are required', (part) => {
    const { required, properties } = part as { required?: unknown; properties?: Record<string, Json> };
    const isInput = Array.isArray(required) && properties !== undefined;
    return isInput && required.some((name) => has(properties[name as string] ?? {}, 'default'));
  }),
  inDocuments('examples are ones that nobody sends', (part) =>
    ['text', 'string', '0001-01-01', '0001-01-01T00:00:00Z', -1e100].includes(part.example as string),
  ),
  operationsWithout('summary'),
  ...refusals.map(({ family, path, code }): Sighting => ({
    item: 17,
    seen: `an error of ${family} does not name its code`,
    async ask(stage) {
      const { headers } = await stage.client.get(path);
      return { right: code, got: headers['x-error-code'] };
    },
  })),
  {
    item: 18,
    seen: 'a browser gets no landing page',
    async ask(stage) {
      const { status, type } = await pageOf(stage, '/');
      return { right: [200, 'text/html'], got: [status, type] };
    },
  },
  {
    item: 18,
    seen: 'the landing page links what is not there',
    async ask(stage) {
      const { text } = await pageOf(stage, '/');
      const links = [...text.matchAll(/href="(\/[^"#]*)"/g)].map(([, path]) => path!);
      const statuses = await Promise.all(
        links.map(async (path) => [path, (await pageOf(stage, path)).status] as const),
      );
      const broken = statuses.filter(([, status]) => status !== 200);
      return { right: { some: true, broken: [] }, got: { some: links.length > 0, broken } };
    },
  },
  {
    item: 18,
    seen: 'a browser gets no page for what is not there',
    async ask(stage) {
      const { status, type } = await pageOf(stage, '/no-such-page');
      return { right: [404, 'text/html'], got: [status, type] };
    },
  },
  {
    item: 18,
    seen: 'there is no favicon',
    ask: async (stage) => ({ right: 200, got: (await stage.client.get('/favicon.ico')).status }),
  },
  ...['/', '/swagger/', '/redoc', '/calibrate'].map((path): Sighting => ({
    item: 18,
    seen: `${path} loads something from a foreign host`,
    async ask(stage) {
      const { text } = await pageOf(stage, path);
      const hosts = [...text.matchAll(/<(?:script|link|img|iframe|style)\b[^>]*>/g)].flatMap(([tag]) =>
        [...tag.matchAll(foreign)].map(([, host]) => host),
      );
      return { right: [], got: hosts };
    },
  })),
];
