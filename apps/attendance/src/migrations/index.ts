import { PeopleTasksAndLogs1764020000000 } from './1764020000000-people-tasks-and-logs.js';
import { FaceConflicts1795988185788 } from './1795988185788-face-conflicts.js';
import { FaceEvaluations1795989806720 } from './1795989806720-face-evaluations.js';
import { WhoAsked1796000331874 } from './1796000331874-who-asked.js';
import { TextsFold1796030900438 } from './1796030900438-texts-fold.js';
import { Webhooks1796058000000 } from './1796058000000-webhooks.js';
import { Cameras1796100000000 } from './1796100000000-cameras.js';
import { CameraWatches1796100001000 } from './1796100001000-camera-watches.js';
import { WorkingTime1796200000000 } from './1796200000000-working-time.js';
import { LeaveCorrectionsAndPayroll1796200000001 } from './1796200000001-leave-corrections-and-payroll.js';
import { Reports1796300000000 } from './1796300000000-reports.js';
import { Maintenance1796310000000 } from './1796310000000-maintenance.js';
import { Methods1796400000000 } from './1796400000000-methods.js';
import { BadgesAndPins1796400000001 } from './1796400000001-badges-and-pins.js';
import { Consents1796400000004 } from './1796400000004-consents.js';
import { WebhookSenders1796400000003 } from './1796400000003-webhook-senders.js';
import { SitesCheckInsAndIncidents1796400000002 } from './1796400000002-sites-check-ins-and-incidents.js';
import { ChecksOfLogs1796410000000 } from './1796410000000-checks-of-logs.js';

export const attendanceMigrations = [
  PeopleTasksAndLogs1764020000000,
  FaceConflicts1795988185788,
  FaceEvaluations1795989806720,
  WhoAsked1796000331874,
  TextsFold1796030900438,
  Webhooks1796058000000,
  Cameras1796100000000,
  CameraWatches1796100001000,
  WorkingTime1796200000000,
  LeaveCorrectionsAndPayroll1796200000001,
  Reports1796300000000,
  Maintenance1796310000000,
  Methods1796400000000,
  BadgesAndPins1796400000001,
  SitesCheckInsAndIncidents1796400000002,
  WebhookSenders1796400000003,
  Consents1796400000004,
  ChecksOfLogs1796410000000,
];
