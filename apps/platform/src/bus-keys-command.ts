import {
  busKeysIn,
  type Environment,
  formatBusKeys,
  keeperCaller,
  platformSettings,
  readSettings,
  SettingsError,
  StartError,
} from '@argus/service-kit';
import { services } from './services.js';

const callers = [...services, keeperCaller];
const names = callers.map(({ name }) => name);

/** Returns the value of BUS_KEYS for a service that an operator runs by itself. Creates the installation's secret when it is missing. */
export function busKeysCommand(
  [service = '', ...more]: readonly string[],
  environment: Environment,
): { readonly status: number; readonly output: string } {
  if (!names.includes(service) || more.length > 0)
    return {
      status: 2,
      output: `Usage: npm run keys -- bus <service>\nPrints BUS_KEYS of one of: ${names.join(', ')}. Keep it as secret as a password.`,
    };
  try {
    const [settings] = readSettings([platformSettings], environment);
    return { status: 0, output: formatBusKeys(busKeysIn(settings, callers)(service)) };
  } catch (error) {
    if (!(error instanceof SettingsError || error instanceof StartError)) throw error;
    return { status: 1, output: error.message };
  }
}
