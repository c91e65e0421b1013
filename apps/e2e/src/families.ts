import { accountFamilies, type Family } from '@argus/contracts';

export type AccountFamily = Exclude<Family, 'calibration'>;

/** Paths that every family with accounts has. */
export interface FamilyPaths {
  /** Any account may GET it with a valid token. */
  readonly own: string;
  readonly refresh: string;
  readonly password: string;
}

export const pathsOf: Readonly<Record<AccountFamily, FamilyPaths>> = {
  attendance: {
    own: '/api/v1/auth/sessions/',
    refresh: '/api/v1/auth/refresh/',
    password: '/api/v1/auth/password/',
  },
  techtrack: {
    own: '/api/users/me/sessions/',
    refresh: '/api/token/refresh/',
    password: '/api/users/me/password/',
  },
  eyetracker: {
    own: '/api/accounts/sessions/',
    refresh: '/api/accounts/token/refresh/',
    password: '/api/accounts/password/',
  },
  proctorx: { own: '/account/sessions', refresh: '/token/refresh', password: '/account/password' },
};

export const familiesWithAccounts = accountFamilies as readonly AccountFamily[];
