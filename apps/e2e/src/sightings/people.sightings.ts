import type { HttpAnswer } from '@argus/testing';
import type { Sighting } from './sighting.js';
import type { Stage } from './stage.js';

const names = async (stage: Stage, search: string): Promise<readonly string[]> => {
  const path = `/api/v1/users/?search=${encodeURIComponent(search)}&page_size=100`;
  const { results } = await stage.must<{ results: { employee_id: string }[] }>('GET', path);
  return results.map(({ employee_id }) => employee_id);
};

const created = (stage: Stage, fields: object): Promise<HttpAnswer> => {
  const employee_id = stage.name('S');
  const person = { employee_id, email: `${employee_id}@argus.example`, first_name: 'Ada', last_name: 'L' };
  return stage.ask('POST', '/api/v1/users/', { ...person, password: 'a long password of a test', ...fields });
};

/* A name that is the zero-padded id of somebody else. */
const padded: readonly Sighting[] = (
  [
    ['DELETE', '', undefined],
    ['PUT', '', { first_name: 'Eve' }],
    ['POST', 'password/', undefined],
  ] as const
).map(([method, rest, body]): Sighting => ({
  item: 11,
  seen: `a number with leading zeros names another person: ${method} /users/000<id>/${rest}`,
  async ask(stage) {
    const { id, first_name } = await person(stage);
    const { status } = await stage.ask(method, `/api/v1/users/000${id}/${rest}`, body);
    const after = await stage.must<Person>('GET', `/api/v1/users/${id}/`);
    return { right: [404, first_name, true], got: [status, after.first_name, after.is_active] };
  },
}));

interface Person {
  readonly id: number;
  readonly first_name: string;
  readonly is_active: boolean;
}
const person = async (stage: Stage): Promise<Person> =>
  stage.must('GET', `/api/v1/users/${(await stage.user()).id}/`);

export const peopleSightings: readonly Sighting[] = [
  ...padded,
  ...(
    [
      ['É', 'é'],
      ['É', 'e\u0301'],
      ['ΣΊΣΥΦΟΣ', 'σίσυφος'],
      ['Ö', 'ö'],
    ] as const
  ).map(([written, sought]): Sighting => ({
    item: 12,
    seen: `a search for ${JSON.stringify(sought)} misses ${written}`,
    async ask(stage) {
      const mark = stage.name('x');
      const { employee_id } = await stage.user({ first_name: `${written}${mark}` });
      return { right: [employee_id], got: await names(stage, `${sought}${mark}`) };
    },
  })),
  {
    item: 12,
    seen: 'two e-mail addresses that differ by the case of a letter beyond ASCII are two people',
    async ask(stage) {
      const mark = stage.name('x');
      await stage.user({ email: `jörg${mark}@argus.example` });
      const { status, body } = await created(stage, { email: `JÖRG${mark}@argus.example` });
      return { right: [400, ['email']], got: [status, Object.keys(body as object)] };
    },
  },
  {
    item: 12,
    seen: 'composed and decomposed forms of an employee number are two people',
    async ask(stage) {
      const mark = stage.name('x').slice(0, 8);
      await stage.user({ employee_id: `\u00e9${mark}` });
      const { status, body } = await created(stage, { employee_id: `e\u0301${mark}` });
      return { right: [400, ['employee_id']], got: [status, Object.keys(body as object)] };
    },
  },
  {
    item: 12,
    seen: 'a name of only invisible characters passes',
    async ask(stage) {
      const { status, body } = await created(stage, { first_name: '\u200b\u2060' });
      return { right: [400, ['first_name']], got: [status, Object.keys(body as object)] };
    },
  },
  {
    item: 12,
    seen: '100 emoji are "more than 100" characters',
    async ask(stage) {
      const model = '😀'.repeat(100);
      const id = await stage.machine({ model });
      return {
        right: model,
        got: (await stage.must<{ model: string }>('GET', `/api/equipment/${id}/`)).model,
      };
    },
  },
  ...['Ada %', '% Ada'].map((pattern): Sighting => ({
    item: 13,
    seen: `a search by full name finds nobody: ${pattern.replace('%', 'Lovelace')}`,
    async ask(stage) {
      const last_name = stage.name('Lovelace');
      const { employee_id } = await stage.user({ first_name: 'Ada', last_name });
      return { right: [employee_id], got: await names(stage, pattern.replace('%', last_name)) };
    },
  })),
  ...[
    '/api/v1/users/?role=&search=&department=&page=',
    '/api/v1/attendance/logs/?employee_id=&date_from=&date_to=&camera_id=&method=',
    '/api/equipment/?equipment_type=&status=&ordering=&limit=1',
    '/api/alarms/?state=&open=&severity=&equipment=',
  ].map((path): Sighting => ({
    item: 13,
    seen: `a blank filter is no filter: ${path}`,
    ask: async (stage) => ({ right: 200, got: (await stage.ask('GET', path)).status }),
  })),
  {
    item: 13,
    seen: 'a last name cannot be blank',
    async ask(stage) {
      const { last_name } = await stage.must<{ last_name: string }>(
        'GET',
        `/api/v1/users/${(await stage.user({ last_name: '' })).id}/`,
      );
      return { right: '', got: last_name };
    },
  },
  {
    item: 13,
    seen: 'attendance can be marked for the year 1',
    async ask(stage) {
      const { employee_id } = await stage.user();
      const mark = {
        employee_id,
        timestamp: '0001-01-01T00:00:00Z',
        reason: 'x',
        marked_by: stage.target.admin.email,
      };
      const { status, body } = await stage.ask('POST', '/api/v1/attendance/mark/', mark);
      return { right: [400, ['timestamp']], got: [status, Object.keys(body as object)] };
    },
  },
  ...(
    [
      ['application/json', (row: object) => `\ufeff${JSON.stringify([row])}`],
      ['application/x-ndjson', (row: object) => `\ufeff${JSON.stringify(row)}\n`],
      ['text/csv', (row: object) => `\ufeff${Object.keys(row).join(',')}\n${Object.values(row).join(',')}\n`],
    ] as const
  ).map(([type, text]): Sighting => ({
    item: 13,
    seen: `${type} with a byte order mark is refused`,
    async ask(stage) {
      const equipment = await stage.machine();
      const body = text({ equipment, temperature: 1, speed: 1, pressure: 1 });
      const { status } = await stage.ask('POST', '/api/data/bulk/', Buffer.from(body), {
        headers: { 'content-type': type },
      });
      return { right: 201, got: status };
    },
  })),
  {
    item: 14,
    seen: 'attendance marked right after a person was made answers 500',
    async ask(stage) {
      const statuses: number[] = [];
      for (let i = 0; i < 6; i++) {
        const { employee_id } = await stage.user();
        const mark = {
          employee_id,
          timestamp: '2024-03-14T08:15:00Z',
          reason: 'x',
          marked_by: stage.target.admin.email,
        };
        statuses.push((await stage.ask('POST', '/api/v1/attendance/mark/', mark)).status);
      }
      return { right: [201], got: [...new Set(statuses)] };
    },
  },
];
