import { runService } from '@argus/service-kit';
import { calibrationService } from './index.js';

await runService(calibrationService);
