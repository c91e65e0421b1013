import {
  accountContract,
  accuracyContract,
  livenessContract,
  poolContract,
  type Principal,
  recognitionContract,
} from '@argus/contracts';
import { fake, type ReplicaOptions, ServiceReplica } from '@argus/testing/services';
import { attendanceService } from '../index.js';
import { ScriptedAccuracy } from './scripted-accuracy.js';
import { ScriptedIdentity } from './scripted-identity.js';
import { ScriptedLiveness } from './scripted-liveness.js';
import { ScriptedVision } from './scripted-vision.js';

export interface AttendanceReplica extends ServiceReplica {
  readonly vision: ScriptedVision;
  readonly identity: ScriptedIdentity;
  readonly liveness: ScriptedLiveness;
  readonly accuracy: ScriptedAccuracy;
}

interface AttendanceOptions extends Pick<ReplicaOptions, 'site' | 'settings' | 'connectBus'> {
  /** Ids of accounts that identity knows from the start, named `P<id>`. */
  readonly people?: readonly number[];
}

/** Starts attendance with a scripted identity, and with a scripted vision unless a bus is given. */
export async function startAttendance({
  people = [],
  ...options
}: AttendanceOptions = {}): Promise<AttendanceReplica> {
  const vision = new ScriptedVision();
  const identity = new ScriptedIdentity();
  const liveness = new ScriptedLiveness();
  const accuracy = new ScriptedAccuracy();
  for (const id of people) identity.add(id, `P${id}`);
  const fakes = [
    fake(accountContract, identity),
    ...(options.connectBus
      ? []
      : [
          fake(recognitionContract, vision),
          fake(livenessContract, liveness),
          fake(accuracyContract, accuracy),
          fake(poolContract, { state: async () => ({ workers: 2, queued: 0, backend: 'scripted' }) }),
        ]),
  ];
  const replica = await ServiceReplica.start(attendanceService, { ...options, fakes });
  return Object.assign(replica, { vision, identity, liveness, accuracy });
}

export const principal = (accountId: number, role: string, username = ''): Principal => ({
  family: 'attendance',
  accountId,
  username,
  role,
  sessionId: 'test',
});
export const admin = principal(1, 'admin', 'ADM001');
