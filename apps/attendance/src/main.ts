import { runService } from '@argus/service-kit';
import { attendanceService } from './index.js';

await runService(attendanceService);
