import { settingType } from '@argus/service-kit';
import { type Network, networkOf } from './address-verdict.js';

/** Type of a setting that lists private networks which may be called: `10.20.0.0/16,192.168.7.5`. */
export const listedNetworks = settingType<readonly Network[]>(
  'addresses or ranges such as 10.20.0.0/16, separated by commas',
  (value) =>
    value
      .split(',')
      .map((each) => each.trim())
      .filter(Boolean)
      .map(networkOf),
);
