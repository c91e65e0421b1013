import { runService } from '@argus/service-kit';
import { visionService } from './index.js';

await runService(visionService);
