import { attendanceService } from '@argus/attendance';
import { authGatewayService } from '@argus/auth-gateway';
import { calibrationService } from '@argus/calibration';
import { equipmentService } from '@argus/equipment';
import { identityService } from '@argus/identity';
import { defineSettings, list, readSettings, type ServiceDefinition } from '@argus/service-kit';
import { visionService } from '@argus/vision';
import { telemetryService } from '@argus/telemetry';

/** Every service of the platform, callers before the services they call. Shutting down follows this order. */
export const services: readonly ServiceDefinition[] = [
  telemetryService,
  authGatewayService,
  attendanceService,
  calibrationService,
  equipmentService,
  identityService,
  visionService,
];

const names = ['all', ...services.map(({ name }) => name)];

export const serviceSettings = defineSettings('npm start', {
  SERVICES: list(names.join(' | '), (word) =>
    names.includes(word) ? undefined : `there is no service "${word}"`,
  )({ default: ['all'], desc: 'Services that `npm start` and `npm run start:services` run' }),
});

/** The services that `SERVICES` names. */
export function chosenServices(): readonly ServiceDefinition[] {
  const [{ SERVICES: chosen }] = readSettings([serviceSettings]);
  return services.filter(({ name }) => chosen.includes('all') || chosen.includes(name));
}
