import { defineSettings, integer, type SettingsOf } from '@argus/service-kit';

export const calibrationSettings = defineSettings('calibration', {
  CALIBRATION_TIMEOUT_SECONDS: integer({
    default: 300,
    min: 10,
    max: 86_400,
    desc: 'Seconds without a new frame after which a session counts as failed; it can be resumed',
  }),
  CALIBRATION_MAX_FRAMES_PER_TARGET: integer({
    default: 60,
    min: 10,
    max: 300,
    desc: 'Maximum number of frames that clients are asked to take per target (60 are two seconds at 30 Hz)',
  }),
  CALIBRATION_MAX_SESSION_SAMPLES: integer({
    default: 4000,
    min: 100,
    max: 20_000,
    desc: 'Maximum number of frames and samples in a session; a fit takes longer the more there are',
  }),
  CALIBRATION_MIN_FRAMES: integer({
    default: 10,
    min: 3,
    max: 100,
    desc: 'Minimum number of usable frames per target for a calibration to complete',
  }),
  CALIBRATION_RETENTION_DAYS: integer({
    default: 365,
    min: 1,
    max: 3650,
    desc: 'Days after which an unchanged session is erased with its samples, calibrations and files',
  }),
  CALIBRATION_MAX_SESSIONS: integer({
    default: 10_000,
    min: 10,
    max: 10_000_000,
    desc: 'Maximum number of sessions, and of screens, that an account keeps; further ones get 429',
  }),
  CALIBRATION_MAX_ANONYMOUS_SESSIONS: integer({
    default: 1000,
    min: 10,
    max: 10_000_000,
    desc: 'The same for an address (IPv6: its /64) without a token. Sessions in which nothing was measured are erased after a day',
  }),
  CALIBRATION_FIT_THREADS: integer({
    default: 0,
    min: 0,
    max: 64,
    desc: 'Threads that fit calibrations; 0 means one per core, minus one. Idle threads end',
  }),
  CALIBRATION_MAX_QUEUED_FITS: integer({
    default: 16,
    min: 0,
    max: 10_000,
    desc: 'Maximum number of fits that wait for a thread; further ones get 503 with Retry-After',
  }),
});

export type CalibrationSettings = SettingsOf<typeof calibrationSettings>;
