import { defineSettings, integer, list, number, type SettingsOf } from '@argus/service-kit';
import ipaddr from 'ipaddr.js';

const origins = list('origins such as https://campus.example', (word) => {
  const origin = URL.parse(word)?.origin;
  if (origin === word && /^https?:/.test(word)) return undefined;
  return origin && /^https?:/.test(origin) ? `instead of "${word}" write ${origin}` : `"${word}" is not one`;
});

const proxies = list('addresses or ranges such as 10.0.0.0/8', (word) =>
  ipaddr.isValid(word) || ipaddr.isValidCIDR(word) ? undefined : `"${word}" is neither`,
);

const hosts = list('host names such as campus.example, or *.campus.example', (word) =>
  /^(?:\*|(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)$/i.test(word) || ipaddr.isValid(word)
    ? undefined
    : `"${word}" is not one`,
);

const families = list('techtrack', (word) =>
  word === 'techtrack' ? undefined : `no roles can be chosen for "${word}"`,
);

export const authGatewaySettings = defineSettings('auth-gateway', {
  ALLOWED_HOSTS: hosts({
    default: [],
    desc:
      'Further names under which clients reach the gateway. Requests for other hosts get 400, so that no page can point a name of its ' +
      'own at this machine (DNS rebinding) and no link names a stranger. Always allowed: localhost, the address that was connected to, and ' +
      'the hosts of HOST and PUBLIC_URL; if HOST is 0.0.0.0 or ::, every IP address. * allows all',
  }),
  ANONYMOUS_BODY_BUDGET_MIB: integer({
    default: 32,
    min: 2,
    max: 100_000,
    desc:
      'Largest sum of the bodies that callers without a token send at the same time, in MiB; one address (IPv6: its /64) gets half. Further ' +
      'ones get 503 with Retry-After before they are read',
  }),
  ANONYMOUS_BODY_LIMIT_MIB: integer({
    default: 12,
    min: 1,
    max: 1000,
    desc: 'Largest body of a caller without a token, in MiB, where the operation allows more: one picture of 8 MiB in base64, or a batch of small ones',
  }),
  BODY_BUDGET_MIB: integer({
    default: 128,
    min: 34,
    max: 100_000,
    desc:
      'Largest sum of all bodies that the gateway receives or holds at the same time, in MiB; one address gets half. The largest single body ' +
      'is 33 MiB',
  }),
  MAX_CONNECTIONS: integer({
    default: 4096,
    min: 10,
    max: 1_000_000,
    desc: 'Connections that the gateway keeps open; further ones are closed at once',
  }),
  MAX_CONNECTIONS_PER_ADDRESS: integer({
    default: 512,
    min: 1,
    max: 1_000_000,
    desc: 'Connections of one address (IPv6: its /64); those of TRUSTED_PROXIES are not counted',
  }),
  CORS_ORIGINS: origins({
    default: [],
    desc: 'Origins of web pages that may call the API; none by default',
  }),
  ENFORCE_ROLES: families({
    default: [],
    desc:
      'API families that enforce roles. The documented API lets every account do everything. Possible: ' +
      'techtrack (viewer, operator, engineer, admin); none by default',
  }),
  RATE_LIMIT_FACTOR: number({
    default: 1,
    min: 0.1,
    desc:
      'Multiplies every rate limit; use more than 1 for tests and trusted networks. The limits are: log-ins 5 a minute, refreshes of one session 30 a minute, sign-ups of one address 100 in ten minutes, ' +
      'face verification 100 a minute, states of its tasks 600 a minute, reports 10 a minute, the rest of the attendance ' +
      'API 1000 an hour, curves and trends of TechTrack likewise. Every other operation has 30000 calls a minute for one account and 3000 for one address without a token, counted by each replica. Each account has one count per category, shared by all operations in it. Reports are the ' +
      'expensive reads of every family, such as summaries, alarm reports and exports. Requests whose input is refused (400) ' +
      'count, except log-ins; requests answered with 401, 403 or 429 do not',
  }),
  TRUSTED_PROXIES: proxies({
    default: [],
    desc: 'Proxies whose X-Forwarded-For header is trusted; none by default',
  }),
});

export type AuthGatewaySettings = SettingsOf<typeof authGatewaySettings>;
