import { FORGETTABLE_AFTER_DAYS } from '@argus/persistence';
import { defineSettings, email, integer, number, type SettingsOf, text } from '@argus/service-kit';

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
  AUDIT_RETENTION_DAYS: integer({
    default: undefined,
    min: FORGETTABLE_AFTER_DAYS,
    max: 36_500,
    desc: 'Days that audit events are kept; what is left still verifies. Without a value they are kept for ever. The database refuses to delete younger ones than the minimum',
  }),
  RATE_LIMIT_FACTOR: number({
    default: 1,
    min: 0.1,
    desc: 'Multiplies the limits of failed log-ins, as it does the limits of requests at the gateway',
  }),
});

export type IdentitySettings = SettingsOf<typeof identitySettings>;
