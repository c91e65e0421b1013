import { defineSettings, number, type SettingsOf, text } from '@argus/service-kit';

export const authGatewaySettings = defineSettings('auth-gateway', {
  CORS_ORIGINS: text({
    default: '',
    desc: 'Origins of web pages that may call the API, separated by commas, e.g. https://campus.example; none by default',
  }),
  OPT_IN_ROLES: text({
    default: '',
    desc:
      'Families, separated by commas, in which roles decide what an account may do though the document lets everybody do everything: ' +
      'techtrack (viewer, operator, engineer, admin); none by default',
  }),
  RATE_LIMIT_FACTOR: number({
    default: 1,
    min: 0.1,
    desc:
      'Multiplies every limit: failed log-ins, and requests (log-ins 5 a minute, face verification 100 a minute, reports 10 a ' +
      'minute, the rest of the attendance API 1000 an hour); more than 1 for tests and trusted networks',
  }),
  TRUSTED_PROXIES: text({
    default: '',
    desc: 'Addresses or CIDR ranges of proxies whose X-Forwarded-For is believed, separated by commas; none by default',
  }),
});

export type AuthGatewaySettings = SettingsOf<typeof authGatewaySettings>;
