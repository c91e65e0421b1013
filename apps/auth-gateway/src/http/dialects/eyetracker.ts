import type { Dialect } from './dialect.js';
import { drf } from './drf.js';

/**
 * The dialect of EyeTracker, whose views are functions: no HEAD, POST before GET in `Allow`, no fields in the metadata. It has
 * its own sentence for a body that should be a list.
 */
export const eyetracker: Dialect = {
  ...drf,
  methods: ['POST', 'GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],

  error(error, request, operation) {
    const isNoList = error.details.issues?.some(
      ({ path, code }) => path.length === 0 && code === 'not_a_list',
    );
    if (error.code !== 'VALIDATION_FAILED' || !isNoList) return drf.error(error, request, operation);
    return { status: 400, code: error.code, body: { error: 'Payload must be a list of objects.' } };
  },

  options(operations, resource) {
    const { status, body } = drf.options(operations, resource);
    const { actions: _, ...rest } = body as Record<string, unknown>;
    return { status, body: rest };
  },
};
