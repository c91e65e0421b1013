import { shared } from './jest-setup.mjs';

export default async () => (await shared()).end();
