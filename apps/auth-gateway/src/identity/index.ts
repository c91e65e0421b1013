import {
  accountContract,
  attendanceAccountsContract,
  attendanceSessionContract,
  faceEnrolled,
  faceRevoked,
  tokenTrustContract,
} from '@argus/contracts';
import { consume, handle } from '@argus/service-kit';
import { AccountController } from './accounts/account.controller.js';
import { Account } from './accounts/account.entity.js';
import { AttendanceAccountController } from './accounts/attendance-account.controller.js';
import { FaceEnrolledConsumer } from './accounts/face-enrolled.consumer.js';
import { AttendanceSessionController } from './sessions/attendance-session.controller.js';
import { RefreshToken } from './sessions/refresh-token.entity.js';
import { RevocationEntry } from './sessions/revocation.entity.js';
import { Session } from './sessions/session.entity.js';
import { SigningKey } from './signing-keys/signing-key.entity.js';
import { TokenTrustController } from './trust/token-trust.controller.js';

export { IdentityModule } from './identity.module.js';
export { identityMigrations } from './migrations/index.js';

export const identityEntities = [Account, RefreshToken, RevocationEntry, Session, SigningKey];

export const identityHandlers = [
  handle(attendanceSessionContract, AttendanceSessionController),
  handle(attendanceAccountsContract, AttendanceAccountController),
  handle(accountContract, AccountController),
  handle(tokenTrustContract, TokenTrustController),
];

export const identityConsumers = [
  consume(faceEnrolled, FaceEnrolledConsumer, 'note'),
  consume(faceRevoked, FaceEnrolledConsumer, 'forget'),
];
