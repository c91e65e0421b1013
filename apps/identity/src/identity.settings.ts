import { defineSettings, number, type SettingsOf } from '@argus/service-kit';

export const identitySettings = defineSettings('identity', {
  RATE_LIMIT_FACTOR: number({
    default: 1,
    min: 0.1,
    desc: 'Multiplies the limits of failed log-ins, as it does the limits of requests at the gateway',
  }),
});

export type IdentitySettings = SettingsOf<typeof identitySettings>;
