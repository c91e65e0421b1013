export default async () => (await import('../libs/testing/dist/postgres/global-setup.js')).start();
