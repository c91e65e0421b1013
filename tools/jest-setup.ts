/* Starts what the tests of a tier share: a Postgres server (int-spec) or a whole platform (e2e-spec). */
export const shared = () =>
  process.env.TIER === 'e2e-spec'
    ? import('#testing/platform/global-setup.js')
    : import('#testing/postgres/global-setup.js');

export default async (): Promise<void> => (await shared()).start();
