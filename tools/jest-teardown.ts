import { shared } from './jest-setup.ts';

export default async (): Promise<void> => (await shared()).end();
