import { auditContract } from '@argus/contracts';
import { type ServiceReplica, Site } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { whileTampered } from '../testing/audit-tampering.js';
import { startIdentity } from '../testing/identity-fixture.js';
import { AuditLog } from './audit-log.service.js';

let site: Site;
let replica: ServiceReplica;
beforeAll(async () => {
  site = await Site.create();
  replica = await startIdentity(site);
  const entry = { action: 'login', account: { family: 'attendance', id: 1 }, details: {} } as const;
  for (let times = 0; times < 5; times++)
    await replica.database.transaction((tx) =>
      replica.get(AuditLog).append(tx, { requestId: `request ${times}` }, entry),
    );
});
afterAll(async () => {
  await replica.stop();
  await site.remove();
});

describe('the audit, asked by another service', () => {
  it('audit: the answer names the end of the chain, or the first wrong event and what is wrong', async () => {
    const ask = () => replica.call(auditContract.operations.verify, {});
    const { position, ...rest } = await ask();
    expect(rest).toEqual({ intact: true, problem: null });
    expect(position).toBeGreaterThanOrEqual(5);
    const tampered = (statement: string) => whileTampered(site.databaseUrl, [statement], ask);
    expect(await tampered('UPDATE audit_event SET success = NOT success WHERE position = 3')).toEqual({
      ...{ intact: false, position: 3, problem: 'changed' },
    });
    expect(await tampered('DELETE FROM audit_event WHERE position = 2')).toEqual({
      ...{ intact: false, position: 2, problem: 'missing' },
    });
  });
});
