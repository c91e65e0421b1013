import { defineSettings, type SettingsOf, text } from '@argus/service-kit';

export const telemetrySettings = defineSettings('telemetry', {
  TELEMETRY_EMPTY_LIST: text({
    choices: ['not-found', 'empty-array'],
    default: 'not-found',
    desc: 'Answer of GET /api/data/{ecam,efis,pfd}/ where nothing is found: 404 as in the original, or 200 with an empty array',
  }),
});
export type TelemetrySettings = SettingsOf<typeof telemetrySettings>;
