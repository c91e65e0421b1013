import { type Attack, means, tally } from './attack.js';
import type { Answer, Stage } from './stage.js';

const PASSWORD = 'correct horse battery staple';

async function keyOf(stage: Stage, scopes: readonly string[]): Promise<Record<string, string>> {
  const token = await stage.adminToken();
  const made = await stage.post('/api/v1/api-keys/', { token, body: { name: stage.name('k'), scopes } });
  means(made.status === 201, `no key: ${made.status} ${made.text}`);
  return { 'x-api-key': made.body.key! };
}

const person = (stage: Stage, role: string): object => {
  const employee_id = stage.name('S');
  return {
    employee_id,
    email: `${employee_id}@example.com`,
    first_name: 'S',
    last_name: '1',
    role,
    password: PASSWORD,
  };
};

export const keyAttacks: readonly Attack[] = [
  {
    finding: 'S2',
    tried:
      'an API key with users:write resets the password of an administrator, makes one, ends sessions, makes links and keys',
    async run(stage) {
      const headers = await keyOf(stage, ['users:write']);
      const student = await stage.post('/api/v1/users/', { headers, body: person(stage, 'student') });
      means(student.status === 201, `the key makes no student: ${student.status} ${student.text}`);
      const at = `/api/v1/users/${student.body.id}`;
      const answers: Answer[] = [
        await stage.post('/api/v1/users/1/password/', { headers, body: {} }),
        await stage.post('/api/v1/users/', { headers, body: person(stage, 'admin') }),
        await stage.send('PUT', `${at}/`, { headers, body: { role: 'admin' } }),
        await stage.delete(`${at}/sessions/`, { headers }),
        await stage.post(`${at}/links/`, { headers, body: { family: 'techtrack', account_id: 1 } }),
        await stage.post('/api/v1/api-keys/', { headers, body: { name: 'x', scopes: ['users:write'] } }),
      ];
      const statuses = answers.map(({ status }) => status);
      return { happened: tally(statuses), fell: statuses.some((status) => status !== 403) };
    },
  },
  {
    finding: 'S2',
    tried: 'an API key with users:read reads the links and sessions of an account',
    async run(stage) {
      const headers = await keyOf(stage, ['users:read']);
      const users = await stage.get('/api/v1/users/', { headers });
      means(users.status === 200, `the key reads no users: ${users.status}`);
      const statuses = [
        (await stage.get('/api/v1/users/1/links/', { headers })).status,
        (await stage.get('/api/v1/users/1/sessions/', { headers })).status,
        (await stage.get('/api/v1/auth/sessions/', { headers })).status,
      ];
      return { happened: tally(statuses), fell: statuses.some((status) => status < 400) };
    },
  },
];
