import { apiKeyScopes } from '@argus/contracts';
import { countedPieces, countedReadings, READING_STEP_MS } from './count.store.js';
import type { Write } from './write.js';

const password = 'a long password of a test';
const robot = { equipment_type: 'Robot', model: 'R', installation_date: '2024-01-01' };
const values = { temperature: 20, speed: 100, pressure: 5 };
const tooHot = { type: 'compare', signal: 'temperature', op: '>', value: 900 };
const BATCH = 10;

const iso = (ms: number): string => new Date(ms).toISOString();
const email = (key: string): string => `${key}@example.com`;

/** Every kind of writing whose effect is a row that the writer can name. */
export const writes: readonly Write[] = [
  {
    operation: 'POST /api/accounts/register/',
    family: 'eyetracker',
    status: 201,
    weight: 1,
    body: (key) => ({ username: key, email: email(key), password }),
    leaves: { 'identity.account': 1 },
  },
  {
    operation: 'POST /signup',
    family: 'proctorx',
    status: 201,
    weight: 1,
    body: (key) => ({ username: key, email: email(key), password, type: 'student' }),
    leaves: { 'identity.account': 1 },
  },
  {
    operation: 'POST /api/v1/users/',
    family: 'attendance',
    as: 'attendance',
    status: 201,
    weight: 1,
    body: (key) => ({ employee_id: key, email: email(key), first_name: 'A', last_name: 'B', password }),
    /* The person comes by an event of identity. */
    leaves: { 'identity.account': 1, 'attendance.person': 1 },
  },
  {
    operation: 'POST /api/users/',
    family: 'techtrack',
    as: 'techtrack',
    status: 201,
    weight: 1,
    body: (key) => ({ username: key, password, role: 'operator' }),
    leaves: { 'identity.account': 1 },
  },
  {
    operation: 'POST /api/v1/api-keys/',
    family: 'attendance',
    as: 'attendance',
    status: 201,
    weight: 1,
    most: 90,
    body: (key) => ({ name: key, scopes: [apiKeyScopes[0]] }),
    leaves: { 'identity.api_key': 1 },
  },
  {
    operation: 'POST /api/v1/webhooks/',
    family: 'attendance',
    as: 'attendance',
    status: 201,
    weight: 1,
    most: 90,
    body: (key) => ({ name: key, url: 'https://93.184.215.14/', events: ['face_revoked'] }),
    leaves: { 'attendance.webhook': 1 },
  },
  {
    operation: 'POST /api/v1/attendance/mark/',
    family: 'attendance',
    as: 'attendance',
    status: 201,
    weight: 20,
    body: (key, { person, startMs }, index) => ({
      employee_id: person,
      timestamp: iso(startMs - 86_400_000 + index),
      reason: key,
      marked_by: 'admin@example.com',
    }),
    leaves: { 'attendance.attendance_log': 1 },
  },
  {
    operation: 'POST /api/v1/face/verify/',
    family: 'attendance',
    as: 'attendance',
    status: 202,
    weight: 0.3,
    body: (key, { photographs }) => ({ image: photographs[0], camera_id: key }),
    endsAt: ({ task_id: id }) => `/api/v1/face/verify/status/${id}/`,
    leaves: { 'attendance.face_task': 1, 'attendance.attendance_log': 1 },
  },
  {
    operation: 'POST /api/v1/face/enroll/',
    family: 'attendance',
    as: 'attendance',
    status: 202,
    weight: 0.1,
    /* The task finds no such challenge and refuses: a durable end that stands once, without a template for each write. */
    body: (key, { person, photographs }) => ({
      employee_id: person,
      images: photographs,
      liveness_challenge_id: key,
    }),
    endsAt: ({ task_id: id }) => `/api/v1/face/enroll/status/${id}/`,
    leaves: { 'attendance.face_task': 1 },
  },
  {
    operation: 'POST /api/equipment/',
    family: 'techtrack',
    as: 'techtrack',
    status: 201,
    weight: 4,
    body: (key) => ({ ...robot, model: key }),
    leaves: { 'equipment.equipment': 1 },
  },
  {
    operation: 'POST /api/data/',
    family: 'techtrack',
    as: 'techtrack',
    status: 201,
    weight: 30,
    body: (_key, { measuringMachine, startMs }, index) => ({
      ...values,
      equipment: measuringMachine,
      measured_at: iso(startMs + index * READING_STEP_MS),
    }),
    leaves: { 'equipment.reading': 1 },
    countedBy: { sql: countedReadings(1), machine: ({ measuringMachine }) => measuringMachine },
  },
  {
    operation: 'POST /api/data/bulk/',
    family: 'techtrack',
    as: 'techtrack',
    status: 201,
    weight: 5,
    body: (_key, { bulkMachine, startMs }, index) =>
      Array.from({ length: BATCH }, (_, place) => ({
        ...values,
        equipment: bulkMachine,
        measured_at: iso(startMs + (index * BATCH + place) * READING_STEP_MS),
      })),
    leaves: { 'equipment.reading': BATCH },
    countedBy: { sql: countedReadings(BATCH), machine: ({ bulkMachine }) => bulkMachine },
  },
  {
    operation: 'POST /api/devices/',
    family: 'techtrack',
    as: 'techtrack',
    status: 201,
    weight: 1,
    most: 900,
    body: (key) => ({ name: key, equipment: null }),
    leaves: { 'equipment.device': 1 },
  },
  {
    operation: 'POST /api/alerts/',
    family: 'techtrack',
    as: 'techtrack',
    status: 201,
    weight: 15,
    body: (key, { machine }) => ({ equipment: machine, description: key }),
    leaves: { 'equipment.alert': 1 },
  },
  {
    operation: 'POST /api/rules/',
    family: 'techtrack',
    as: 'techtrack',
    status: 201,
    weight: 0.3,
    most: 60,
    body: (key, { machine }) => ({ name: key, set: tooHot, equipment: machine }),
    leaves: { 'equipment.rule_version': 1 },
  },
  {
    operation: 'POST /api/measurements/',
    family: 'techtrack',
    as: 'techtrack',
    status: 201,
    weight: 0.2,
    most: 20,
    body: (key) => ({ equipment_type: 'Robot', name: key, unit: 'mm/s' }),
    leaves: { 'equipment.measurement': 1 },
  },
  {
    operation: 'POST /api/stop-reasons/',
    family: 'techtrack',
    as: 'techtrack',
    status: 201,
    weight: 0.3,
    most: 60,
    body: (key) => ({ name: key, parent: 1 }),
    leaves: { 'equipment.stop_reason': 1 },
  },
  {
    operation: 'POST /api/stop-explanations/',
    family: 'techtrack',
    as: 'techtrack',
    status: 201,
    weight: 2,
    body: (key, { machine, startMs }, index) => ({
      equipment: machine,
      from: iso(startMs - 30 * 86_400_000 + 2 * index),
      to: iso(startMs - 30 * 86_400_000 + 2 * index + 1),
      reason: 1,
      comment: key,
    }),
    leaves: { 'equipment.stop_explanation': 1 },
  },
  {
    operation: 'POST /api/production-counts/',
    family: 'techtrack',
    as: 'techtrack',
    status: 201,
    weight: 2,
    body: (_key, { machine, startMs }, index) => ({
      equipment: machine,
      from: iso(startMs - 30 * 86_400_000 + 2000 * index),
      to: iso(startMs - 30 * 86_400_000 + 2000 * index + 1000),
      total: index,
      good: 0,
      startup_rejects: 0,
    }),
    leaves: { 'equipment.production_count': 1 },
    countedBy: {
      sql: countedPieces,
      machine: ({ machine }) => machine,
    },
  },
  {
    operation: 'POST /api/calibration/session/create',
    family: 'calibration',
    status: 200,
    weight: 15,
    body: (key) => ({ candidate_id: key }),
    leaves: { 'calibration.session': 1 },
  },
];

/** Creating operations that the run leaves out, and why. */
export const leftOut: Readonly<Record<string, string>> = {
  'POST /api/v1/face/bulk-verify/': 'the same task as verify, with more photographs',
  'POST /api/v1/face/evaluation/': 'one at a time, an hour of work on a large installation',
  'POST /api/v1/face/liveness/challenges/': 'its effect is an invitation that ends by itself within minutes',
  'POST /api/devices/{id}/rotate/': 'changes a row that stands already',
  'POST /api/v1/webhooks/{id}/rotate-secret/': 'changes a row that stands already',
  'POST /api/production-plans/': 'a piece of equipment has few',
  'POST /api/alarms/': 'one of each rule and machine; check 6 writes alarms',
  'POST /api/alarms/{id}/comment/': 'needs alarms; check 6 writes those',
  'POST /api/rules/{id}/back-test/': 'its effect is a result that reads only',
};
