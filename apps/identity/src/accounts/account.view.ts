import {
  type AccountView,
  instant,
  instantOrNull,
  type ProctorxProfile,
  type TechtrackUserView,
  type UserView,
} from '@argus/contracts';
import type { Account } from '../directory/account.entity.js';
import type { ListedAccount } from '../directory/account.store.js';

/** Returns an account as a user of the attendance document. */
export const toUserView = (account: ListedAccount): UserView => ({
  id: account.id,
  employee_id: account.username,
  email: account.email ?? '',
  first_name: account.first_name,
  last_name: account.last_name,
  role: account.role,
  department: account.department,
  phone_number: account.phone_number,
  is_active: account.is_active,
  created_at: instant(account.created_at),
  last_login: instantOrNull(account.last_login_at),
  face_enrolled: account.face_enrolled,
});

/** Returns an account as a user of TechTrack. */
export const toTechtrackUser = (account: ListedAccount): TechtrackUserView => ({
  id: account.id,
  username: account.username,
  email: account.email,
  first_name: account.first_name,
  last_name: account.last_name,
  role: account.role,
  is_active: account.is_active,
  created_at: instant(account.created_at),
  last_login: instantOrNull(account.last_login_at),
});

/** The documented picture of accounts without one. */
const defaultPictureUrl = 'https://cdn.example.com/default.jpg';

/** Returns an account as a user of ProctorX's document. */
export const toProctorxProfile = (account: Account): ProctorxProfile => ({
  ok: true,
  type: account.role,
  name: account.first_name,
  username: account.username,
  email: account.email ?? '',
  bio: account.bio,
  profile_url: account.picture_url ?? defaultPictureUrl,
});

/** Returns the part of an account that other services may know. */
export const toAccountView = (account: Account): AccountView => ({
  family: account.family,
  id: account.id,
  username: account.username,
  email: account.email,
  first_name: account.first_name,
  last_name: account.last_name,
  role: account.role,
  department: account.department,
  is_active: account.is_active,
  person_id: account.person_id,
  revision: account.revision,
});
