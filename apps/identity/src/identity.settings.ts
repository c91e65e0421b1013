import { defineSettings, email, number, type SettingsOf, text } from '@argus/service-kit';

export const identitySettings = defineSettings('identity', {
  ADMIN_EMAIL: email({
    default: 'admin@argus.local',
    desc: 'E-mail address of the first administrator; used on the first start only',
  }),
  ADMIN_PASSWORD: text({
    default: undefined,
    secret: true,
    desc: 'Password of the first administrator; used on the first start only, generated if not set',
  }),
  RATE_LIMIT_FACTOR: number({
    default: 1,
    min: 0.1,
    desc: 'Multiplies the limits of failed log-ins, as it does the limits of requests at the gateway',
  }),
});

export type IdentitySettings = SettingsOf<typeof identitySettings>;
