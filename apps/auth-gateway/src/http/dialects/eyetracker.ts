import type { Dialect } from './dialect.js';
import { drf } from './drf.js';

/**
 * EyeTracker's views are functions: no HEAD, POST before GET in `Allow`, no fields in the metadata, and a word of their own
 * for a body that should have been a list.
 */
export const eyetracker: Dialect = {
  ...drf,
  methods: ['POST', 'GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],

  error(error, asked, operation) {
    const isNoList = error.details.issues?.some(
      ({ path, code }) => path.length === 0 && code === 'not_a_list',
    );
    if (error.code !== 'VALIDATION_FAILED' || !isNoList) return drf.error(error, asked, operation);
    return { status: 400, body: { error: 'Payload must be a list of objects.' } };
  },

  options(operations, resource) {
    const { status, body } = drf.options(operations, resource);
    const { actions: _, ...rest } = body as Record<string, unknown>;
    return { status, body: rest };
  },
};
