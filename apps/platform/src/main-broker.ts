import { processEnvironment } from '@argus/service-kit';
import { brokerCommand } from './broker/broker-command.js';

/* npm run broker -- …: keys and users for a nats-server of one's own. */
const { status, output } = brokerCommand(process.argv.slice(2), processEnvironment());
(status === 0 ? process.stdout : process.stderr).write(output);
process.exitCode = status;
