import {
  accountContract,
  accuracyContract,
  auditContract,
  galleryContract,
  livenessContract,
  poolContract,
  recognitionContract,
  twinsContract,
} from '@argus/contracts';
import type { ServiceDefinition } from '@argus/service-kit';
import { AttendanceModule } from './attendance.module.js';
import { attendanceSettings } from './attendance.settings.js';
import { attendanceMigrations } from './migrations/index.js';

const { enrol, identify, revoke, settle, verify } = recognitionContract.operations;

/** People, face tasks and attendance. */
export const attendanceService: ServiceDefinition = {
  name: 'attendance',
  schema: 'attendance',
  module: AttendanceModule,
  settings: attendanceSettings,
  migrations: attendanceMigrations,
  calls: [
    accountContract.operations.find,
    ...Object.values(accuracyContract.operations),
    ...Object.values(galleryContract.operations),
    ...Object.values(livenessContract.operations),
    auditContract.operations.verify,
    ...Object.values(poolContract.operations),
    ...[enrol, identify, revoke, settle, verify],
    ...Object.values(twinsContract.operations),
  ],
};
