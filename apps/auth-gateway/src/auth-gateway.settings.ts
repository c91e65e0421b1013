import { defineSettings, type SettingsOf, text } from '@argus/service-kit';

export const authGatewaySettings = defineSettings('auth-gateway', {
  CORS_ORIGINS: text({
    default: '',
    desc: 'Origins of web pages that may call the API, separated by commas, e.g. https://campus.example; none by default',
  }),
  TRUSTED_PROXIES: text({
    default: '',
    desc: 'Addresses or CIDR ranges of proxies whose X-Forwarded-For is believed, separated by commas; none by default',
  }),
});

export type AuthGatewaySettings = SettingsOf<typeof authGatewaySettings>;
