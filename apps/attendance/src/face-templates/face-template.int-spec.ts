import { accountContract, faceTemplateContract, galleryContract, type GalleryPage } from '@argus/contracts';
import { fake, ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attendanceService } from '../index.js';
import { admin } from '../testing/attendance-fixture.js';
import { ScriptedIdentity } from '../testing/scripted-identity.js';

const { summary, outdated } = faceTemplateContract.operations;
const asked: GalleryPage[] = [];
let replica: ServiceReplica;

beforeAll(async () => {
  const identity = new ScriptedIdentity();
  identity.add(10, 'FAC010');
  const vision = fake(galleryContract, {
    templates: async () => ({
      models: [
        { model: 'new@1', people: 7, use: 'current' as const },
        { model: 'old@1', people: 2, use: 'recognised' as const },
        { model: 'older@1', people: 1, use: 'ignored' as const },
      ],
    }),
    rebuild: async () => ({ people: 10, seconds: 0 }),
    outdated: async ({ body }: { body: GalleryPage }) => {
      asked.push(body);
      const template = { model: 'old@1', created_at: '2025-01-01T00:00:00.000Z' };
      return { count: 3, results: ['10', '11'].map((subject) => ({ ...template, subject })) };
    },
  });
  replica = await ServiceReplica.start(attendanceService, {
    fakes: [fake(accountContract, identity), vision],
  });
});
afterAll(() => replica.stop());

describe('face templates', () => {
  it('face templates: the summary counts everybody whose template is not of the present model', async () => {
    expect(await replica.call(summary, {}, admin)).toMatchObject({
      must_enrol_again: 3,
      models: [{ use: 'current' }, { people: 2 }, { people: 1 }],
    });
  });

  it('face templates: the people who must enrol again are named by employee id, page by page', async () => {
    const page = await replica.call(outdated, { query: { page: 2, page_size: 2 } }, admin);
    expect(asked.at(-1)).toEqual({ gallery: 'attendance', page: 2, page_size: 2 });
    const dates = { model: 'old@1', enrolled_at: '2025-01-01T00:00:00.000Z' };
    expect(page).toEqual({
      count: 3,
      results: [
        { id: 10, employee_id: 'FAC010', name: expect.any(String), ...dates },
        { id: 11, employee_id: '', name: '', ...dates },
      ],
    });
  });
});
