import { AsyncLocalStorage } from 'node:async_hooks';

const storage = new AsyncLocalStorage<string>();

/** Name of the service whose code runs; undefined in the code of the process itself. */
export const currentService = (): string | undefined => storage.getStore();

export const runAsService = <T>(service: string, work: () => T): T => storage.run(service, work);
