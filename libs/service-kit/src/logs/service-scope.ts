import { AsyncLocalStorage } from 'node:async_hooks';

const storage = new AsyncLocalStorage<string>();

/** Returns the name of the service whose code runs; undefined in code of the process itself. */
export const currentService = (): string | undefined => storage.getStore();

export const runAsService = <T>(service: string, work: () => T): T => storage.run(service, work);
