import { anyone, contract, op } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import { FamilyOfPath } from './family-of-path.js';
import { withoutFormatSuffix } from './format-suffix.js';

const at = (family: 'eyetracker' | 'techtrack' | 'calibration' | 'proctorx', ...paths: string[]) =>
  contract(
    'x.y',
    { family, tag: family },
    Object.fromEntries(
      paths.map((path, index) => [
        `o${index}`,
        op({
          http: { method: 'GET', path },
          access: anyone(),
          summary: path,
        }),
      ]),
    ),
  );

describe('FamilyOfPath', () => {
  const families = new FamilyOfPath(
    [
      at('eyetracker', '/api/data/ecam/', '/api/accounts/login/'),
      at('techtrack', '/api/data/', '/api/data/{id}/', '/api/equipment/', '/api/token/'),
      at('calibration', '/', '/api/calibration/start'),
      at('proctorx', '/signup', '/token', '/token/refresh'),
    ],
    'calibration',
  );

  it.each([
    ['/api/calibration/nope', 'calibration'],
    ['/api/calibration', 'calibration'],
    ['/api/accounts/nope/', 'eyetracker'],
    ['/api/data/ecam/5/', 'eyetracker'],
    ['/api/equipment/1/2/3', 'techtrack'],
    ['/token/nope?x=/api/calibration', 'proctorx'],
    ['/api/nope', undefined],
    ['/nope', 'calibration'],
    ['/', 'calibration'],
  ])('FamilyOfPath: %s belongs to %s', (path, family) => {
    expect(families.find(path)).toBe(family);
  });
});

describe('withoutFormatSuffix', () => {
  it.each([
    ['/api/equipment.json', '/api/equipment'],
    ['/api/equipment/1.json?x=1', '/api/equipment/1?x=1'],
    ['/api/data/7.json/', '/api/data/7'],
    ['/api/v1/users.json', '/api/v1/users'],
    ['/api/data/ecam.json', '/api/data/ecam.json'],
    ['/openapi.json', '/openapi.json'],
    ['/api/accounts/login.json', '/api/accounts/login.json'],
    ['/api/equipment?name=a.json', '/api/equipment?name=a.json'],
    ['/api/equipment-x.json', '/api/equipment-x.json'],
    ['/api/data/ecam/1.json', '/api/data/ecam/1.json'],
    ['/api/data/ecams.json', '/api/data/ecams'],
  ])('withoutFormatSuffix: %s becomes %s', (url, path) => {
    expect(withoutFormatSuffix(url)).toBe(path);
  });
});
