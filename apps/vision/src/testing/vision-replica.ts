import { galleryChanged } from '@argus/contracts';
import { type Bus, followEvent, type InProcessBus, publishEncoded } from '@argus/messaging';
import { openDatabase, Outbox, OutboxRelay, Sealer, type Database } from '@argus/persistence';
import { entitiesOf, readSettings } from '@argus/service-kit';
import { Galleries } from '../gallery/galleries.js';
import { GalleryFollower } from '../gallery/gallery-follower.js';
import { visionService } from '../index.js';
import type { AnalysisPool } from '../pool/analysis-pool.js';
import { EnrolmentService } from '../recognition/enrolment.service.js';
import { IdentificationService } from '../recognition/identification.service.js';
import { LivenessPolicy } from '../recognition/liveness-policy.js';
import { RecognitionController } from '../recognition/recognition.controller.js';
import { TemplateStore } from '../templates/template.store.js';
import { visionSettings } from '../vision.settings.js';

export interface VisionReplica {
  readonly controller: RecognitionController;
  readonly galleries: Galleries;
  readonly database: Database;
  stop(): Promise<void>;
}

export interface ReplicaOptions {
  readonly databaseUrl: string;
  readonly key: Uint8Array;
  readonly pool: AnalysisPool;
  /** Shared by replicas that are to hear of each other's changes. */
  readonly bus?: InProcessBus;
  /** Instead: its own end of a bus. */
  readonly end?: Bus;
}

/** The parts of the vision service as its module wires them, on a pool that tests share because it starts slowly. */
export async function startReplica({
  databaseUrl,
  key,
  pool,
  bus,
  end = bus?.handle(),
}: ReplicaOptions): Promise<VisionReplica> {
  const { migrations } = visionService;
  const database = await openDatabase({
    url: databaseUrl,
    schema: 'vision',
    entities: entitiesOf(visionService.module),
    migrations,
  });
  const [settings] = readSettings([visionSettings], {});
  const sealer = new Sealer(key);
  const outbox = new Outbox(database);
  const store = new TemplateStore(database, outbox, sealer);
  const galleries = new Galleries(store, sealer);
  const follower = new GalleryFollower(galleries);
  const liveness = new LivenessPolicy(settings);
  const controller = new RecognitionController(
    new EnrolmentService(pool, galleries, store, liveness, settings),
    new IdentificationService(pool, galleries, liveness, settings),
    pool,
    galleries,
  );
  const relay = end && new OutboxRelay(database, outbox, (...event) => publishEncoded(end, ...event));
  if (end) await followEvent(end, galleryChanged, (change) => follower.galleryChanged(change));
  await follower.onModuleInit();
  relay?.start();
  return {
    controller,
    galleries,
    database,
    stop: async () => {
      await relay?.stop();
      await end?.stop();
      await database.close();
    },
  };
}
