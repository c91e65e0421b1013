import { choice, type FieldType } from '../fields/index.js';
import { refuse } from '../errors/issue.js';

/**
 * Scopes that an administrator may give a key. Each reaches one path. A test compares them with the operations: a new one is
 * listed here or declares `sessionOnly`.
 */
export const apiKeyScopes = [
  'attendance-logs:read',
  'attendance-mark:write',
  'attendance-summary:read',
  'cameras-health:read',
  'cameras:read',
  'face-bulk-verify-status:read',
  'face-bulk-verify:write',
  'face-conflicts-decide:write',
  'face-conflicts:read',
  'face-enroll-status:read',
  'face-enroll:write',
  'face-evaluation-adopt:write',
  'face-evaluation:read',
  'face-evaluation:write',
  'face-liveness-attempts:read',
  'face-liveness-challenges-answer:write',
  'face-liveness-challenges:write',
  'face-templates-outdated:read',
  'face-templates:read',
  'face-twins:read',
  'face-twins:write',
  'face-verify-status:read',
  'face-verify:write',
  'holiday-calendars:read',
  'holiday-calendars:write',
  'leave-import:write',
  'leave:read',
  'leave:write',
  'payroll-exports-differences:read',
  'payroll-exports-file:read',
  'payroll-exports-sheets:read',
  'payroll-exports:read',
  'payroll-exports:write',
  'presence-badge:write',
  'presence-pin:write',
  'reports-analytics-real-time:read',
  'reports-attendance-jobs-file:read',
  'reports-attendance-jobs:read',
  'reports-attendance:read',
  'reports-patterns:read',
  'security-audit-logs:read',
  'shift-assignments:read',
  'shift-assignments:write',
  'shifts:read',
  'shifts:write',
  'system-health:read',
  'system-metrics:read',
  'security-report-incident:write',
  'users:read',
  'users:write',
  'work-days:read',
];

/**
 * Scopes of former keys, each with those that reach the same paths now. Those of sub-resources of users have no successor. Two names
 * are in force still, and reach less.
 */
export const formerScopes: Readonly<Record<string, readonly string[]>> = {
  'attendance:read': ['attendance-logs:read', 'attendance-summary:read'],
  'face:read': ['face-enroll-status:read', 'face-verify-status:read', 'face-bulk-verify-status:read'],
  'face:write': [
    'face-enroll:write',
    'face-verify:write',
    'face-bulk-verify:write',
    'face-liveness-challenges:write',
    'face-liveness-challenges-answer:write',
  ],
  'face-conflicts:write': ['face-conflicts-decide:write'],
  'face-evaluation:write': ['face-evaluation:write', 'face-evaluation-adopt:write'],
  'face-liveness:read': ['face-liveness-attempts:read'],
  'face-templates:read': ['face-templates:read', 'face-templates-outdated:read'],
};

/** A scope in force. The message for another word lists those to choose from: for a former scope its successors. */
export function apiKeyScope(): FieldType<string> {
  const known = choice(...apiKeyScopes);
  return {
    ...known,
    read(value, path) {
      if (typeof value === 'string' && !apiKeyScopes.includes(value)) {
        const successors = Object.hasOwn(formerScopes, value) ? formerScopes[value] : undefined;
        const advice = successors
          ? `It was replaced; use: ${successors.join(', ')}.`
          : `Use one of: ${apiKeyScopes.join(', ')}.`;
        refuse(path, 'invalid', { text: `"${value.slice(0, 100)}" is not a valid choice. ${advice}` });
      }
      return known.read(value, path);
    },
  };
}
