import type { Attack } from './attack.js';
import { attendanceAttacks } from './attendance.attacks.js';
import { brokerAttacks } from './broker.attacks.js';
import { crashAttacks } from './crash.attacks.js';
import { databaseAttacks } from './database.attacks.js';
import { floodAttacks } from './flood.attacks.js';
import { keyAttacks } from './key.attacks.js';
import { loginAttacks } from './login.attacks.js';
import { operationAttacks } from './operation.attacks.js';
import { requestAttacks } from './request.attacks.js';
import { strangerAttacks } from './stranger.attacks.js';
import { supplyAttacks } from './supply.attacks.js';
import { tableAttacks } from './table.attacks.js';

/** Every finding of the report, S1 to S13. What kills or fills the platform comes last. */
export const attacks: readonly Attack[] = [
  ...operationAttacks,
  ...supplyAttacks,
  ...brokerAttacks,
  ...keyAttacks,
  ...databaseAttacks,
  ...loginAttacks,
  ...requestAttacks,
  ...attendanceAttacks,
  ...floodAttacks,
  ...strangerAttacks,
  ...tableAttacks,
  ...crashAttacks,
];
