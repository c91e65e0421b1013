import type { Family } from '@argus/contracts';
import { eventually, HttpClient } from '@argus/testing';
import type { Account, Accounts } from '../targets/accounts.js';
import type { ServedOperation } from '../targets/operations.js';
import { knownAccounts } from './accounts.js';
import { knownCalibration } from './calibration.js';
import { knownCamera, knownStream } from './camera.js';
import { knownConflict } from './conflict.js';
import { knownConsent } from './consent.js';
import { knownEquipment } from './equipment.js';
import { knownEvaluation } from './evaluation.js';
import { knownFaces } from './faces.js';
import { knownFixations } from './fixations.js';
import { knownFlight } from './flight.js';
import type { Ask, Known } from './known.js';
import { knownPlace } from './place.js';
import { knownPresence } from './presence.js';
import { knownMaintenance } from './maintenance.js';
import { knownReport } from './report.js';
import { knownSender } from './sender.js';
import { knownWebhook } from './webhook.js';
import { isOfWorkingTime, knownWorkingTime } from './working-time.js';

export type { Known } from './known.js';

interface Caller {
  readonly url: string;
  readonly account: Account;
  readonly accounts: Accounts;
}

/** Creates rows that an operation needs, for the caller's account, and returns their names and ids. */
export async function knownFor(served: ServedOperation, caller: Caller): Promise<Known> {
  const { family, path } = served;
  const { account, accounts } = caller;
  const ask = askAs(caller);
  const parts = [
    await knownAccounts(served, account, accounts, ask),
    await listedRows(served, ask),
    await partOf(served, caller, ask),
  ];
  /* A user in a path is a new one or nobody, never the administrator: later calls need them. */
  if (path.includes('/users/{')) {
    const target = await accounts.make(family);
    if (path.endsWith('/links/{family}/')) {
      const [linked] = parts[0]!.params.family as [Family];
      const { username } = await accounts.make(linked);
      await ask('POST', `/api/v1/users/${target.id}/links/`, { family: linked, username });
    }
    parts.push({
      fields: { employee_id: [target.username], email: [target.email] },
      params: { id: [target.id, target.id, '987654321', 'nobody'] },
    });
  }
  const reaches = parts.find((part) => part.reaches !== undefined)?.reaches;
  return {
    fields: Object.assign({ page: ['1'] }, ...parts.map(({ fields }) => fields)) as Known['fields'],
    params: Object.assign({}, ...parts.map(({ params }) => params)) as Known['params'],
    ...(reaches !== undefined && { reaches }),
  };
}

async function partOf(
  { family, path }: ServedOperation,
  { account, accounts }: Caller,
  ask: Ask,
): Promise<Known> {
  if (family === 'techtrack' && !path.startsWith('/api/users/')) return knownEquipment(path, ask);
  if (/^\/api\/v1\/face\/(conflicts|twins)\/\{/.test(path))
    return knownConflict(path, [account.username, (await accounts.make(family)).username], ask);
  if (path.startsWith('/api/v1/cameras/{')) return knownCamera(path, ask);
  if (path.startsWith('/api/v1/camera-streams/{')) return knownStream;
  if (path.startsWith('/api/v1/system/maintenance/')) return knownMaintenance(ask);
  if (path.startsWith('/api/v1/reports/attendance/jobs/{')) return knownReport(ask);
  if (path.startsWith('/api/v1/webhooks/{')) return knownWebhook(path, account.username, ask);
  if (path.startsWith('/api/v1/webhook-senders/')) return knownSender(path, ask);
  if (path.startsWith('/api/v1/consents/')) return knownConsent(path, account.username, ask);
  if (/^\/api\/v1\/(sites|security\/(report-incident|incidents))\//.test(path))
    return knownPlace(path, account.username, ask);
  if (/^\/api\/v1\/(badges|pins|presence|mobile\/pin)\//.test(path))
    return knownPresence(account.username, ask);
  if (isOfWorkingTime(path)) return knownWorkingTime(path, account.username, ask);
  if (path.startsWith('/api/v1/face/evaluation/{')) return knownEvaluation(path, ask);
  if (/^\/api\/v1\/(face|attendance|mobile\/check-in)\//.test(path)) return knownFaces(path, account, ask);
  if (family === 'calibration') return knownCalibration(ask);
  if (family === 'eyetracker' && /^\/api\/(flights|recordings|analysis)\//.test(path))
    return knownFlight(path, accounts, ask);
  if (family === 'eyetracker') return knownFixations(path, ask);
  return { fields: {}, params: {} };
}

/** Returns the ids that the collection above a path lists. */
async function listedRows({ path }: ServedOperation, ask: Ask): Promise<Known> {
  const [, collection, name] = /^(.*?)\{(\w+)\}/.exec(path) ?? [];
  if (collection === undefined || name === undefined) return { fields: {}, params: {} };
  const body = await ask('GET', collection).catch(() => []);
  const rows = Array.isArray(body) ? body : ((body as { results?: unknown }).results ?? []);
  const ids = (rows as { id?: unknown; is_current?: boolean }[])
    .filter(({ id, is_current: isCurrent }) => id !== undefined && !isCurrent)
    .map(({ id }) => String(id));
  return { fields: {}, params: ids.length > 0 ? { [name]: ids } : {} };
}

const askAs = ({ url, account: { token } }: Caller): Ask => {
  const client = new HttpClient(url);
  return async (method, path, body) => {
    /* Queues may be full of earlier made-up requests. */
    const answer = await eventually(
      () => client.send(method, path, { token, body }),
      ({ status }) => status !== 503,
    );
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
};
