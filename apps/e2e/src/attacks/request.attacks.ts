import { type Attack, means, tally } from './attack.js';

/* One name that is there already, in other letters, with a space that nobody sees, and with a Cyrillic letter. */
const lookAlikes = ['admin', 'ADMIN\u200b', '\u0410DMIN'];

export const requestAttacks: readonly Attack[] = [
  {
    finding: 'S13',
    tried: 'NUL inside free JSON is answered 500',
    async run(stage) {
      const path = '/api/calibration/session/create';
      const create = (metadata: unknown) =>
        stage.post(path, { from: stage.address(), body: { candidate_id: stage.name('c'), metadata } });
      means((await create({ a: 'xy' })).status < 300, 'no session can be created');
      const answers = [
        await create({ a: 'x\u0000y' }),
        await create({ a: { b: ['\u0000'] } }),
        await create({ 'x\u0000': 1 }),
      ];
      const statuses = answers.map(({ status }) => status);
      return { happened: tally(statuses), fell: statuses.some((status) => status < 400 || status >= 500) };
    },
  },
  {
    finding: 'S13',
    tried: 'a Host header of a stranger stands in links, and a foreign name leads to this machine',
    async run(stage) {
      const token = await stage.adminToken();
      const ask = (headers: Record<string, string>) =>
        stage.get('/api/v1/users/?page_size=1', { token, headers });
      const usual = await ask({});
      means(usual.status === 200, `the list answers ${usual.status}`);
      const answers = [
        await ask({ host: 'evil.test' }),
        await ask({ host: 'evil.test:80' }),
        await ask({ 'x-forwarded-host': 'evil.test', 'x-forwarded-proto': 'https' }),
      ];
      const foreign = answers.slice(0, 2).some(({ status }) => status < 400);
      const named = answers.some(({ body }) =>
        JSON.stringify([body.next, body.previous]).includes('evil.test'),
      );
      return { happened: tally(answers.map(({ status }) => status)), fell: foreign || named };
    },
  },
  {
    finding: 'S13',
    tried: 'accounts are made whose names look like one that is there',
    async run(stage) {
      const token = await stage.adminToken();
      const create = (employee_id: string) => {
        const email = `${stage.name('e')}@example.com`;
        const body = {
          employee_id,
          email,
          first_name: 'A',
          last_name: 'B',
          password: 'correct horse battery staple',
        };
        return stage.post('/api/v1/users/', { token, body });
      };
      const from = stage.address();
      const signUp = (username: string) => {
        const body = {
          username,
          email: `${stage.name('e')}@example.com`,
          type: 'student',
          password: 'correct horse battery',
        };
        return stage.post('/signup', { from, body });
      };
      const name = stage.name('P');
      const made = [await create(stage.name('A')), await signUp(name)];
      means(
        made.every(({ status }) => status === 201),
        `no account is made: ${tally(made.map(({ status }) => status))}`,
      );
      const answers = [];
      for (const lookAlike of lookAlikes) answers.push(await create(lookAlike));
      for (const lookAlike of [`\u0420${name.slice(1)}`, `${name}\u200b`, name.toLowerCase()])
        answers.push(await signUp(lookAlike));
      const statuses = answers.map(({ status }) => status);
      return { happened: tally(statuses), fell: statuses.some((status) => status < 400 || status >= 500) };
    },
  },
  {
    finding: 'S13',
    tried: 'somebody signs up with a password that everybody knows, or hardly any',
    async run(stage) {
      const from = stage.address();
      const signUp = (password: string) => {
        const username = stage.name('w');
        const body = { username, email: `${username}@example.com`, type: 'student', password };
        return stage.post('/signup', { from, body }).then(({ status }) => status);
      };
      means((await signUp('correct horse battery')) === 201, 'no account is made');
      const statuses: number[] = [];
      for (const password of ['password', 'PassWord', '123456789', 'qwertyuiop', 'iloveyou', 'a1B2$', ''])
        statuses.push(await signUp(password));
      return { happened: tally(statuses), fell: statuses.some((status) => status !== 400) };
    },
  },
];
