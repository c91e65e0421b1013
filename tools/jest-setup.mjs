/* What a tier's tests share: a Postgres server (int-spec) or a whole platform (e2e-spec). */
export const shared = () =>
  process.env.TIER === 'e2e-spec'
    ? import('../libs/testing/dist/platform/global-setup.js')
    : import('../libs/testing/dist/postgres/global-setup.js');

export default async () => (await shared()).start();
