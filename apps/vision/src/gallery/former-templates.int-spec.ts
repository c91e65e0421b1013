import { InProcessBus } from '@argus/messaging';
import { eventually } from '@argus/testing';
import { ServiceReplica, Site } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formerModelId } from '../descriptor/descriptor-model.js';
import { visionService } from '../index.js';
import type { AnalysisPool } from '../pool/analysis-pool.js';
import { ServiceAnalysisPool } from '../pool/analysis-pool.service.js';
import { startAnalysis } from '../testing/analyse-photographs.js';
import { storeFormerTemplates, syntheticDescriptor } from '../testing/former-templates.js';
import { Galleries } from './galleries.service.js';
import { GalleryController } from './gallery.controller.js';

const PEOPLE = 30;
let site: Site;
let pool: AnalysisPool;
let replica: ServiceReplica;

const start = (settings: Record<string, string> = {}) =>
  ServiceReplica.start(visionService, { site, settings, overrides: [[ServiceAnalysisPool, pool]] });

beforeAll(async () => {
  site = await Site.create();
  pool = await startAnalysis();
  replica = await start();
  const people = Array.from({ length: PEOPLE }, (_, i): [string, Float32Array[]] => [
    String(i),
    [syntheticDescriptor(i + 1)],
  ]);
  await storeFormerTemplates(replica, 'g', new Map(people));
  await replica.get(Galleries).catchUp();
});

afterAll(async () => {
  await replica.stop();
  await pool.stop();
  await site.remove();
});

describe('templates of the former descriptor model', () => {
  it('former templates: they are in a gallery of their own, and the present model’s stays empty', () => {
    const galleries = replica.get(Galleries);
    expect([galleries.of('g').size, galleries.of('g', formerModelId).size]).toEqual([0, PEOPLE]);
    expect(galleries.sizes()).toEqual({ g: PEOPLE });
  });

  it('former templates: VISION_FORMER_TEMPLATES=ignore leaves them out and still says who must enrol again', async () => {
    const ignoring = await start({ VISION_FORMER_TEMPLATES: 'ignore' });
    try {
      expect(ignoring.get(Galleries).of('g', formerModelId).size).toBe(0);
      expect(await ignoring.get(GalleryController).templates({ body: { gallery: 'g' } })).toEqual({
        models: [{ model: formerModelId, people: PEOPLE, use: 'ignored' }],
      });
    } finally {
      await ignoring.stop();
    }
  });

  it('former templates: the pages of people who must enrol again name each of them once', async () => {
    const controller = replica.get(GalleryController);
    const pages = [1, 2, 3].map((page) => ({ gallery: 'g', page, page_size: 12 }));
    const found = await Promise.all(pages.map((body) => controller.outdated({ body })));
    expect(found.map(({ count, results }) => [count, results.length])).toEqual([
      [PEOPLE, 12],
      [PEOPLE, 12],
      [PEOPLE, 6],
    ]);
    const people = new Set(found.flatMap(({ results }) => results.map(({ subject }) => subject)));
    expect(people.size).toBe(PEOPLE);
    await expect(controller.outdated({ body: { ...pages[0]!, page: 4 } })).rejects.toMatchObject({
      code: 'PAGE_NOT_FOUND',
    });
    expect(await controller.templates({ body: { gallery: 'g' } })).toEqual({
      models: [{ model: formerModelId, people: PEOPLE, use: 'recognised' }],
    });
  });
});

describe('a rebuilt gallery', () => {
  it('gallery: it holds who is stored and nobody else, on every replica, and people are known while it is read', async () => {
    const bus = new InProcessBus();
    const connectBus = () => Promise.resolve(bus.handle());
    const options = { site, connectBus, overrides: [[ServiceAnalysisPool, pool]] as const };
    const [asked, other] = [
      await ServiceReplica.start(visionService, options),
      await ServiceReplica.start(visionService, options),
    ];
    try {
      const galleries = [asked.get(Galleries), other.get(Galleries)];
      /* Somebody whom memory knows and the database does not: what a rebuild is for. */
      for (const each of galleries)
        each.of('g', formerModelId).replace('ghost', [syntheticDescriptor(99)], 1);
      expect(galleries.map((each) => each.sizes())).toEqual([{ g: PEOPLE + 1 }, { g: PEOPLE + 1 }]);
      const rebuilding = asked.get(GalleryController).rebuild();
      expect(galleries[0]!.of('g', formerModelId).size).toBe(PEOPLE + 1);
      expect((await rebuilding).people).toBe(PEOPLE);
      await eventually(
        () => Promise.resolve(galleries.map((each) => each.sizes())),
        (sizes) => sizes.every(({ g }) => g === PEOPLE),
      );
      /* Changes after it are still read. */
      await storeFormerTemplates(asked, 'g', new Map([['new', [syntheticDescriptor(200)]]]));
      await galleries[0]!.catchUp();
      expect(galleries[0]!.sizes()).toEqual({ g: PEOPLE + 1 });
    } finally {
      await Promise.all([asked.stop(), other.stop()]);
    }
  });
});
