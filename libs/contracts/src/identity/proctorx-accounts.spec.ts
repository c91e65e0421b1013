import { describe, expect, it } from '@jest/globals';
import { tryParse } from '../fields/index.js';
import { UpdateProctorxProfile } from './proctorx-accounts.contract.js';

const takes = (profile_url: string): boolean => 'value' in tryParse(UpdateProctorxProfile, { profile_url });

describe('the profile picture of a ProctorX account', () => {
  it.each(['https://cdn.example.com/me.jpg?size=2#x', 'http://localhost:8080/a', 'https://[2001:db8::1]/a'])(
    'UpdateProctorxProfile: the picture may be at %s',
    (url) => expect(takes(url)).toBe(true),
  );

  it.each([
    'javascript:alert(1)',
    'data:image/png;base64,AA',
    'ftp://example.com/a',
    '//example.com',
    'me.jpg',
  ])('UpdateProctorxProfile: the picture may not be at %s', (url) => expect(takes(url)).toBe(false));
});
