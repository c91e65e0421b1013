import { verifiedFaces, type VerifiedFaces } from '@argus/contracts';
import { listedNetworks } from '@argus/outgoing';
import { defineSettings, integer, path, type SettingsOf, text } from '@argus/service-kit';
import { cameraChoices } from './cameras/camera-choices.js';
import { seasonTerms } from './reports/season-terms.js';
import { type LivenessMode, livenessModes } from './liveness/liveness-mode.js';

export const attendanceSettings = defineSettings('attendance', {
  ATTENDANCE_DEDUPLICATION_SECONDS: integer({
    default: 60,
    min: 0,
    max: 86_400,
    desc: 'Seconds within which a person recognised again at the same camera is not logged again; 0 logs every time',
  }),
  ATTENDANCE_FACES: text<VerifiedFaces>({
    choices: verifiedFaces,
    default: 'largest',
    desc:
      'Whose face a verification means: the largest one, so that people in the background stop nobody, or that of the only ' +
      'person in the picture. Two faces of about one size are refused in both cases. A request may ask for `alone`, not for less',
  }),
  ATTENDANCE_FACES_CAMERAS: cameraChoices(verifiedFaces)({
    default: undefined,
    desc: 'Cameras where another face is meant than ATTENDANCE_FACES says, e.g. ENTRANCE=alone',
  }),
  ATTENDANCE_MAX_QUEUED_TASKS: integer({
    default: 1000,
    min: 1,
    max: 1_000_000,
    desc: 'Maximum number of face tasks that wait or run; further ones get 503 with Retry-After',
  }),
  ATTENDANCE_MAX_QUEUED_MIB: integer({
    default: 2048,
    min: 1,
    max: 1_048_576,
    desc: 'Maximum size of the photographs of those tasks in MiB; further ones get 503 with Retry-After',
  }),
  ATTENDANCE_RESULT_HOURS: integer({
    default: 24,
    min: 1,
    max: 8760,
    desc: 'Hours for which the result of a face task can be read. A task not done by then is given up and its photographs are destroyed',
  }),
  ATTENDANCE_LOG_RETENTION_DAYS: integer({
    default: undefined,
    min: 30,
    max: 36_500,
    desc: 'Days that attendance logs are kept; without a value they are kept for ever. Summaries of deleted days are empty',
  }),
  CONSENT_REQUIRED: text<'by-profile' | 'yes' | 'no'>({
    choices: ['by-profile', 'yes', 'no'],
    default: 'by-profile',
    desc: 'Whether a face may be enrolled only with a receipt of consent. by-profile requires it with SECURITY_PROFILE=strict, not with compat',
  }),
  ATTENDANCE_CHECK_IN_RULES: text<'by-profile' | 'flag' | 'refuse'>({
    choices: ['by-profile', 'flag', 'refuse'],
    default: 'by-profile',
    desc:
      'What becomes of a mobile check-in whose place or clock is wrong: it is accepted and listed as flagged, or refused. ' +
      'by-profile refuses with SECURITY_PROFILE=strict and flags with compat',
  }),
  ATTENDANCE_CHECK_IN_MAX_ACCURACY_M: integer({
    default: 100,
    min: 0,
    max: 10_000,
    desc: 'Metres of inaccuracy that a device may claim at most; who claims more is judged as with this',
  }),
  ATTENDANCE_CHECK_IN_CLOCK_SECONDS: integer({
    default: 300,
    min: 1,
    max: 86_400,
    desc: 'Seconds by which the clock of a device may differ in a mobile check-in',
  }),
  ATTENDANCE_CHECK_IN_MAX_KMH: integer({
    default: 300,
    min: 1,
    max: 2000,
    desc: 'Speed in km/h up to which somebody may have travelled since their last mobile check-in',
  }),
  ATTENDANCE_POSITION_DAYS: integer({
    default: 7,
    min: 1,
    max: 3650,
    desc: 'Days for which the positions of mobile check-ins are kept; the decision about the place stays',
  }),
  ATTENDANCE_INCIDENT_FAILURES: integer({
    default: 10,
    min: 0,
    max: 10_000,
    desc: 'Faces at one camera that are nobody’s, within ATTENDANCE_INCIDENT_MINUTES, which open an incident; 0 opens none',
  }),
  ATTENDANCE_INCIDENT_MINUTES: integer({
    default: 10,
    min: 1,
    max: 1440,
    desc: 'Minutes within which ATTENDANCE_INCIDENT_FAILURES are counted',
  }),
  ATTENDANCE_INCIDENT_DAYS: integer({
    default: 365,
    min: 1,
    max: 3650,
    desc: 'Days after which a decided incident is deleted with its picture',
  }),
  ATTENDANCE_LIVENESS: text<LivenessMode>({
    choices: livenessModes,
    default: 'passive_hint',
    desc:
      'What a verification needs: nothing, scores of passive models as a hint that gates nothing, or a liveness challenge that ' +
      'the person passed. A bulk verification cannot carry a challenge, so it is refused where one is required',
  }),
  ATTENDANCE_LIVENESS_CAMERAS: cameraChoices(livenessModes)({
    default: undefined,
    desc: 'Cameras with another mode than ATTENDANCE_LIVENESS. Clients name the camera, so require challenges by default where it matters',
  }),
  ATTENDANCE_ENROLMENT_LIVENESS: text<Exclude<LivenessMode, 'passive_hint'>>({
    choices: ['off', 'active_required'],
    default: 'off',
    desc: 'Whether an enrolment needs a liveness challenge passed by the face of its photographs',
  }),
  CAMERA_NETWORKS: listedNetworks({
    default: [],
    desc:
      'Private networks in which cameras may be called, e.g. 192.168.1.0/24. This machine itself (127.0.0.0/8, ::1/128) may be listed for trying, ' +
      'not with SECURITY_PROFILE=strict or DEPLOYMENT=cluster; all other special addresses are never called',
  }),
  CAMERA_FFMPEG: text({
    default: 'ffmpeg',
    desc: 'The program that decodes video of cameras: a name that is looked up on PATH, or a path. Without it, only cameras by HTTP are read',
  }),
  CAMERA_VISIT_SECONDS: integer({
    default: 300,
    min: 10,
    max: 86_400,
    desc: 'Seconds for which a person must be out of sight of a watched camera before they are logged there again',
  }),
  CAMERAS_PER_REPLICA: integer({
    default: 8,
    min: 0,
    max: 100,
    desc: 'Cameras that one replica of attendance reads at most; the others wait until a replica has room',
  }),
  CAMERA_FRAMES_PER_SECOND: integer({
    default: 2,
    min: 1,
    max: 10,
    desc: 'Pictures a second that are looked at, of each camera',
  }),
  WEBHOOK_NETWORKS: listedNetworks({
    default: [],
    desc:
      'Private networks that webhooks may call, e.g. 10.20.0.0/16. This machine itself (127.0.0.0/8, ::1/128) may be listed for trying, ' +
      'not with SECURITY_PROFILE=strict or DEPLOYMENT=cluster; all other special addresses are never called',
  }),
  WEBHOOK_DELIVERY_DAYS: integer({
    default: 30,
    min: 2,
    max: 3650,
    desc: 'Days for which webhook deliveries are kept; what still waits for a paused receiver is deleted then, too',
  }),
  BACKUP_PROGRAM: path({
    default: undefined,
    desc: 'Program that the maintenance task backup_database runs, without arguments: it writes a backup, tries it, and says so; e.g. tools/verified-backup.mjs. Without one the task fails',
  }),
  BACKUP_MINUTES: integer({
    default: 60,
    min: 1,
    max: 240,
    desc: 'Minutes after which that program is ended',
  }),
  REPORT_PEOPLE_AT_ONCE: integer({
    default: 500,
    min: 0,
    max: 5000,
    desc: 'People up to whom a report as CSV, PDF or Excel is answered at once; a larger one is made in the background',
  }),
  ATTENDANCE_TERMS: seasonTerms({
    default: undefined,
    desc: 'Terms of the site as seasons of the patterns, e.g. spring=02-01..06-30,fall=09-01..01-20; without them seasons are three months each',
  }),
  OCCUPANCY_RESET_HOUR: integer({
    default: 4,
    min: 0,
    max: 23,
    desc: 'Hours after the start of the day (SITE_TIME_ZONE) at which everybody counts as outside again, so that what cameras missed does not add up',
  }),
  REPORT_FILE_HOURS: integer({
    default: 24,
    min: 1,
    max: 720,
    desc: 'Hours for which a report made in the background can be downloaded',
  }),
  REPORT_MAX_FILES: integer({
    default: 500,
    min: 1,
    max: 100_000,
    desc: 'Reports made in the background that are kept or still to be made; further ones get 503 with Retry-After',
  }),
});

export type AttendanceSettings = SettingsOf<typeof attendanceSettings>;
