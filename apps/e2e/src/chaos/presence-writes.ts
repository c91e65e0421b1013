import type { Write } from './write.js';

/** Writes of what finds people present without a face, and what is reported beside. */
export const presenceWrites: readonly Write[] = [
  {
    operation: 'POST /api/v1/badges/',
    family: 'attendance',
    as: 'attendance',
    status: 201,
    weight: 1,
    most: 9,
    body: (key, { person }) => ({ employee_id: person, label: key }),
    leaves: { 'attendance.badge': 1 },
  },
  {
    operation: 'POST /api/v1/webhook-senders/',
    family: 'attendance',
    as: 'attendance',
    status: 201,
    weight: 1,
    most: 15,
    body: (key) => ({ name: key, secret: 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=' }),
    leaves: { 'attendance.webhook_sender': 1 },
  },
  {
    operation: 'POST /api/v1/sites/',
    family: 'attendance',
    as: 'attendance',
    status: 201,
    weight: 1,
    most: 900,
    body: (key) => ({ name: key, circle: { latitude: 0, longitude: 0, radius_m: 10 } }),
    leaves: { 'attendance.site': 1 },
  },
  {
    operation: 'POST /api/v1/security/report-incident/',
    family: 'attendance',
    as: 'attendance',
    status: 201,
    weight: 1,
    most: 45,
    body: (key) => ({ type: 'other', description: key }),
    leaves: { 'attendance.incident': 1 },
  },
];
