import type { Family, JsonSchema } from '@argus/contracts';

/* Where an account of the family gets its access token. */
const logIns: Readonly<Record<Family, string>> = {
  attendance: 'POST /api/v1/auth/login/',
  techtrack: 'POST /api/token/',
  eyetracker: 'POST /api/accounts/token/',
  proctorx: 'POST /login',
  calibration: 'the log-in of any other family',
};

/** Returns the ways to authenticate in a family, and how to get what they need. */
export const securitySchemesOf = (family: Family): Record<string, JsonSchema> => ({
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: `The access token that ${logIns[family]} returns. It lives minutes; a refresh token gets the next one.`,
  },
  ...(family === 'attendance' && {
    apiKey: {
      type: 'apiKey',
      in: 'header',
      name: 'X-API-Key',
      description:
        'A key that an administrator made at POST /api/v1/api-keys/, for programs. Operations say which scope it needs.',
    },
  }),
});
