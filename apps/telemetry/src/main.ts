import { runService } from '@argus/service-kit';
import { telemetryService } from './index.js';

await runService(telemetryService);
