import type { Words } from './words.js';

/** Accounts, sessions and keys. */
export const accountWords: Words = {
  email: { description: 'E-mail address; names the account whatever its case', example: 'user@example.com' },
  username: { description: 'Name to log in with', example: 'jdoe' },
  password: { description: 'The password; never shown again', example: 'secure_password123' },
  current_password: { description: 'The password until now', example: 'secure_password123' },
  new_password: {
    description: 'The password from now on; it ends all sessions, this one too',
    example: 'another_password456',
  },
  access: {
    description: 'Access token: send it as `Authorization: Bearer …`',
    example: 'eyJhbGciOiJFUzI1NiJ9.eyJ1c2VyX2lkIjoxfQ.c2lnbmF0dXJl',
  },
  refresh: {
    description: 'Refresh token: it gets the next access token',
    example: 'argr_6vQ0cW1uY2hPcGFxdWVUb2tlbg',
  },
  user: { description: 'The account that logged in' },
  role: { description: 'What the account may do', example: 'student' },
  first_name: { description: 'First name', example: 'Jane' },
  last_name: { description: 'Family name', example: 'Doe' },
  phone_number: { description: 'Telephone number', example: '+49 30 1234567' },
  is_active: { description: 'Whether the account may log in' },
  last_login: { description: 'The last log-in; null before the first', example: '2026-03-15T08:45:00Z' },
  family: { description: 'The API that the account belongs to' },
  bio: { description: 'A few words about the person', example: 'I teach physics.' },
  profile_url: { description: 'Address of a picture of the person', example: 'https://example.com/jane.png' },
  scopes: { description: 'What the key may do', example: ['attendance:read'] },
  expires_at: { description: 'When it ends', example: '2027-03-15T08:45:00Z' },
  revoked_at: { description: 'When it was ended; null while it works', example: '2026-06-01T12:00:00Z' },
  last_used_at: { description: 'The last use; null before the first', example: '2026-03-15T08:45:00Z' },
  client_address: { description: 'IP address that it was last used from', example: '192.0.2.17' },
  user_agent: { description: 'What the client calls itself', example: 'Mozilla/5.0' },
  /* Their declarations say what they are. */
  account_password: { example: 'another_password456' },
  created_by: { example: 'ADMIN' },
  changed_by: { example: 'engineer' },
  key: { example: 'argk_Xn3bT0aq_c9vW2hQm4s7Kd1LrXz8Yb' },
  search: { example: 'jane' },
  api_key: { example: '7d444840-9dc0-41d1-b245-5ffdce74fad2' },
};
