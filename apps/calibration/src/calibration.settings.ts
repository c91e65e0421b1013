import { defineSettings, integer, type SettingsOf } from '@argus/service-kit';

export const calibrationSettings = defineSettings('calibration', {
  CALIBRATION_TIMEOUT_SECONDS: integer({
    default: 300,
    min: 10,
    max: 86_400,
    desc: 'How long a session may stay without a frame before it counts as failed; it can be resumed',
  }),
  CALIBRATION_FRAMES_PER_TARGET: integer({
    default: 60,
    min: 10,
    max: 300,
    desc: 'Frames that clients are asked to take at a target at most (two seconds at 30 Hz)',
  }),
  CALIBRATION_SESSION_SAMPLES: integer({
    default: 4000,
    min: 100,
    max: 20_000,
    desc: 'Frames and samples that a session holds at most; the time of a fit grows with them',
  }),
  CALIBRATION_MIN_FRAMES: integer({
    default: 10,
    min: 3,
    max: 100,
    desc: 'Usable frames that each target needs for a calibration to complete',
  }),
  CALIBRATION_RETENTION_DAYS: integer({
    default: 365,
    min: 1,
    max: 3650,
    desc: 'Sessions that nothing happened to for so long are forgotten with their samples, calibrations and files',
  }),
  CALIBRATION_FIT_THREADS: integer({
    default: 0,
    min: 0,
    max: 64,
    desc: 'Threads that fit calibrations; 0 takes one per core but one. A thread is only there while there is work',
  }),
  CALIBRATION_MAX_QUEUED_FITS: integer({
    default: 16,
    min: 0,
    max: 10_000,
    desc: 'Fits that may wait for a thread; more are answered with 503 and Retry-After',
  }),
});

export type CalibrationSettings = SettingsOf<typeof calibrationSettings>;
