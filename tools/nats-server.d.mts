/** Path of a working nats-server, installed when it has to be; ends the process when none can be had. */
export function findNatsServer(): string;
