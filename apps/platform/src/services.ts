import { attendanceService } from '@argus/attendance';
import { authGatewayService } from '@argus/auth-gateway';
import { calibrationService } from '@argus/calibration';
import { equipmentService } from '@argus/equipment';
import { type ServiceDefinition, StartError } from '@argus/service-kit';
import { visionService } from '@argus/vision';

/** Every service of the platform, callers before those they call: the order of shutting down. */
export const services: readonly ServiceDefinition[] = [
  authGatewayService,
  attendanceService,
  calibrationService,
  equipmentService,
  visionService,
];

/** The services that `SERVICES` names: all, or names separated by commas. */
export function chosenServices(names: string): readonly ServiceDefinition[] {
  if (names.trim() === 'all') return services;
  const wanted = new Set(names.split(',').map((name) => name.trim()));
  const chosen = services.filter(({ name }) => wanted.delete(name));
  if (wanted.size > 0 || chosen.length === 0)
    throw new StartError(
      `SERVICES names ${[...wanted].join(', ') || 'nothing'}; there are: all, ${services.map(({ name }) => name).join(', ')}`,
    );
  return chosen;
}
