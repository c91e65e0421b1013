import { runService } from '@argus/service-kit';
import { equipmentService } from './index.js';

await runService(equipmentService);
