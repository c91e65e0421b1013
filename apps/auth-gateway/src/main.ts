import { runService } from '@argus/service-kit';
import { authGatewayService } from './index.js';

await runService(authGatewayService);
