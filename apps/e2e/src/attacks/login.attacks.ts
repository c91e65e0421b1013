import { setImmediate } from 'node:timers/promises';
import { password } from '../generated/targets/accounts.js';
import { type Attack, means, tally } from './attack.js';

/* The published limits: log-ins of one account, refreshes of one session. */
const PER_MINUTE = 5;
const REFRESHES_PER_MINUTE = 30;
const wrong = 'a wrong password';
const count = (statuses: readonly number[], wanted: number): number =>
  statuses.filter((status) => status === wanted).length;

const families = [
  { family: 'attendance', login: '/api/v1/auth/login/', refresh: '/api/v1/auth/refresh/' },
  { family: 'techtrack', login: '/api/token/', refresh: '/api/token/refresh/' },
  { family: 'eyetracker', login: '/api/accounts/token/', refresh: '/api/accounts/token/refresh/' },
  { family: 'proctorx', login: '/token', refresh: '/token/refresh' },
] as const;

const signUps = [
  ['/signup', { type: 'student' }],
  ['/api/accounts/register/', {}],
] as const;

export const loginAttacks: readonly Attack[] = [
  {
    finding: 'S8',
    tried: 'a chain of 60 refreshes, each with the token of the answer before',
    async run(stage) {
      const found: string[] = [];
      let most = 0;
      for (const { family, refresh } of families.slice(0, stage.isFull ? 4 : 1)) {
        const account = await stage.accounts().make(family);
        let token = account.refresh;
        const statuses: number[] = [];
        for (let done = 0; done < 60; done++) {
          const { status, body } = await stage.post(refresh, {
            from: stage.address(),
            body: { refresh: token },
          });
          statuses.push(status);
          token = body.refresh ?? token;
        }
        means(statuses[0] === 200, `${family}: no refresh at all: ${tally(statuses)}`);
        most = Math.max(most, count(statuses, 200));
        found.push(`${family} ${tally(statuses)}`);
      }
      return { happened: found.join('; '), fell: most > REFRESHES_PER_MINUTE };
    },
  },
  {
    finding: 'S8',
    tried: '60 sign-ups and 120 questions whether a name exists, from one address',
    isLong: true,
    async run(stage) {
      const found: string[] = [];
      let isUnlimited = false;
      for (const [path, more] of signUps) {
        const from = stage.address();
        const taken = stage.name('t');
        const statuses: number[] = [];
        const ask = async (username: string): Promise<void> => {
          const body = { username, email: `${username}@example.com`, password, ...more };
          statuses.push((await stage.post(path, { from, body })).status);
        };
        await ask(taken);
        means(statuses[0] === 201, `${path} makes no account: ${statuses[0]}`);
        for (let done = 0; done < 60; done++) await ask(stage.name('s'));
        for (let done = 0; done < 120; done++) await ask(taken);
        found.push(`${path} ${tally(statuses)}`);
        isUnlimited ||= count(statuses, 429) === 0;
      }
      return { happened: found.join('; '), fell: isUnlimited };
    },
  },
  {
    finding: 'S8',
    tried: 'one account is guessed at under its e-mail address and its user name where it is known',
    async run(stage) {
      const account = await stage.accounts().make('attendance');
      const from = stage.address();
      const login = (body: object): Promise<number> =>
        stage.post('/api/v1/auth/login/', { from, body }).then(({ status }) => status);
      const { username, email } = account;
      means((await login({ email, password })) === 200, 'the account does not log in');
      const statuses: number[] = [];
      for (let tried = 0; tried < 5; tried++)
        statuses.push(await login({ email, password: wrong }), await login({ username, password: wrong }));
      return { happened: tally(statuses), fell: count(statuses, 401) > PER_MINUTE };
    },
  },
  {
    finding: 'S8',
    tried: '300 failures on invented names lock out an account that is known at the address',
    isLong: true,
    async run(stage) {
      const account = await stage.accounts().make('techtrack');
      const from = stage.address();
      const login = (username: string, secret: string): Promise<number> =>
        stage
          .post('/api/token/', { from, body: { username, password: secret } })
          .then(({ status }) => status);
      means((await login(account.username, password)) === 200, 'the account does not log in');
      const statuses: number[] = [];
      for (let tried = 0; tried < 320; tried++) statuses.push(await login(stage.name('ghost'), wrong));
      means(statuses.includes(429), `the address is not blocked: ${tally(statuses)}`);
      const status = await login(account.username, password);
      return { happened: `strangers ${tally(statuses)}; the owner ${status}`, fell: status !== 200 };
    },
  },
  {
    finding: 'S8',
    tried: 'forty new accounts of one address log in at once, so that owners elsewhere find the hashes taken',
    isLong: true,
    async run(stage) {
      const from = stage.address();
      const crowd: string[] = [];
      for (let made = 0; made < 40; made++) {
        const username = stage.name('c');
        const body = { username, email: `${username}@example.com`, password, type: 'student' };
        means((await stage.post('/signup', { from, body })).status === 201, 'no sign-up');
        crowd.push(username);
      }
      const owner = await stage.accounts().make('attendance');
      const login = (): Promise<number> =>
        stage
          .post('/api/v1/auth/login/', { body: { email: owner.email, password } })
          .then(({ status }) => status);
      const crowding = Array.from({ length: PER_MINUTE }, () => crowd)
        .flat()
        .map((username) => stage.post('/token', { from, body: { username, password } }));
      /* The making of the account was a log-in, too. */
      const owners = await Promise.all(Array.from({ length: PER_MINUTE - 1 }, login));
      const isCrowded = await Promise.race([Promise.all(crowding).then(() => false), setImmediate(true)]);
      const crowded = (await Promise.all(crowding)).map(({ status }) => status);
      /* Taken by more than they hold, or at least longer than the owner needed. */
      means(isCrowded || count(crowded, 503) > 0, `the hashes are not taken: ${tally(crowded)}`);
      return {
        happened: `the crowd ${tally(crowded)}; the owner ${tally(owners)}`,
        fell: count(owners, 200) < owners.length,
      };
    },
  },
  {
    finding: 'S9',
    tried: 'eleven tries, the last in other letters, tell whether an account exists',
    async run(stage) {
      const told: string[] = [];
      for (const { family, login } of families.slice(0, stage.isFull ? 4 : 2)) {
        const { username: real } = await stage.accounts().make(family);
        const seen: string[] = [];
        for (const name of [real, stage.name('ghost').slice(0, real.length)]) {
          const answers: string[] = [];
          for (let tried = 0; tried < 11; tried++) {
            const username = tried < 10 ? name.toUpperCase() : name.toLowerCase();
            const body = { username, password: wrong };
            const { status, text } = await stage.post(login, { from: stage.address(), body });
            answers.push(`${status} ${text.replaceAll(/\d+/g, 'n')}`);
          }
          seen.push(answers.join('\n'));
        }
        means(seen[0]!.startsWith('4'), `${family}: ${seen[0]!.slice(0, 100)}`);
        if (seen[0] !== seen[1])
          told.push(`${family}: ${seen.map((each) => each.split('\n').at(-1)).join(' | ')}`);
      }
      return { happened: told.join('; ') || 'both are answered alike', fell: told.length > 0 };
    },
  },
  {
    finding: 'S10',
    tried: '50 parallel refreshes of one token leave several living children',
    async run(stage) {
      const found: string[] = [];
      let most = 0;
      for (const { family, refresh } of [families[3], families[0]]) {
        const { refresh: token } = await stage.accounts().make(family);
        const answers = await Promise.all(
          Array.from({ length: 50 }, () =>
            stage.post(refresh, { from: stage.address(), body: { refresh: token } }),
          ),
        );
        const children = new Set(
          answers.flatMap(({ status, body }) => (status === 200 ? [body.refresh!] : [])),
        );
        means(children.size > 0, `${family}: no refresh at all: ${answers[0]!.text}`);
        most = Math.max(most, children.size);
        found.push(`${family} ${children.size} of ${tally(answers.map(({ status }) => status))}`);
      }
      return { happened: `children: ${found.join('; ')}`, fell: most > 1 };
    },
  },
  {
    finding: 'S10',
    tried: 'a stolen refresh token is used after its owner went on',
    async run(stage) {
      const still: string[] = [];
      for (const { family, refresh } of [families[3], families[0]]) {
        const { refresh: stolen } = await stage.accounts().make(family);
        const renew = (token: string) =>
          stage.post(refresh, { from: stage.address(), body: { refresh: token } });
        let [token, access] = [stolen, ''];
        for (let done = 0; done < 3; done++) {
          const { status, body } = await renew(token);
          means(status === 200, `${family}: the owner's refresh answers ${status}`);
          [token, access] = [body.refresh!, body.access!];
        }
        const thief = await renew(stolen);
        if (thief.status !== 401 || access === '') still.push(`${family} ${thief.status}`);
      }
      return { happened: still.join('; ') || 'refused, 2 × 401', fell: still.length > 0 };
    },
  },
];
