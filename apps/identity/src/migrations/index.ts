import { AccountsAndSessions1764010000000 } from './1764010000000-accounts-and-sessions.js';
import { FamiliesKeysAndAudit1764020000000 } from './1764020000000-families-keys-and-audit.js';
import { LimitsLeave1764040000000 } from './1764040000000-limits-leave.js';
import { FaceRevokedInbox1764050000000 } from './1764050000000-face-revoked-inbox.js';
import { KeysOfCameras1795999319960 } from './1795999319960-keys-of-cameras.js';
import { LooksOfNames1796001861000 } from './1796001861000-looks-of-names.js';
import { AuditIsKept1796004134512 } from './1796004134512-audit-is-kept.js';
import { TextsFold1796030800438 } from './1796030800438-texts-fold.js';
import { ApostrophesInSearches1796043600000 } from './1796043600000-apostrophes-in-searches.js';
import { SearchesWithoutAccents1796058796866 } from './1796058796866-searches-without-accents.js';

export const identityMigrations = [
  AccountsAndSessions1764010000000,
  FamiliesKeysAndAudit1764020000000,
  LimitsLeave1764040000000,
  FaceRevokedInbox1764050000000,
  KeysOfCameras1795999319960,
  LooksOfNames1796001861000,
  AuditIsKept1796004134512,
  TextsFold1796030800438,
  ApostrophesInSearches1796043600000,
  SearchesWithoutAccents1796058796866,
];
