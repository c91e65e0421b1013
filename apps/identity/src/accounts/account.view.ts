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
  first_name: account.firstName,
  last_name: account.lastName,
  role: account.role,
  department: account.department,
  phone_number: account.phoneNumber,
  is_active: account.isActive,
  created_at: instant(account.createdAt),
  last_login: instantOrNull(account.lastLoginAt),
  face_enrolled: account.faceEnrolled,
});

/** Returns an account as a user of TechTrack. */
export const toTechtrackUser = (account: ListedAccount): TechtrackUserView => ({
  id: account.id,
  username: account.username,
  email: account.email,
  first_name: account.firstName,
  last_name: account.lastName,
  role: account.role,
  is_active: account.isActive,
  created_at: instant(account.createdAt),
  last_login: instantOrNull(account.lastLoginAt),
});

/** The documented picture of accounts without one. */
const defaultPictureUrl = 'https://cdn.example.com/default.jpg';

/** Returns an account as a user of ProctorX's document. */
export const toProctorxProfile = (account: Account): ProctorxProfile => ({
  ok: true,
  type: account.role,
  name: account.firstName,
  username: account.username,
  email: account.email ?? '',
  bio: account.bio,
  profile_url: account.pictureUrl ?? defaultPictureUrl,
});

/** Returns the part of an account that other services may know. */
export const toAccountView = (account: Account): AccountView => ({
  family: account.family,
  id: account.id,
  username: account.username,
  email: account.email,
  first_name: account.firstName,
  last_name: account.lastName,
  role: account.role,
  department: account.department,
  is_active: account.isActive,
  person_id: account.personId,
  revision: account.revision,
});
