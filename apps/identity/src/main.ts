import { runService } from '@argus/service-kit';
import { identityService } from './identity.definition.js';

await runService(identityService);
