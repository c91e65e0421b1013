import { galleryChanged, gazeContract, gazeLookContract, recognitionContract } from '@argus/contracts';
import { every, follow, handle, type ServiceDefinition } from '@argus/service-kit';
import { GalleryFollower } from './gallery/gallery-follower.js';
import { GazeLookController } from './gaze/gaze-look.controller.js';
import { GazeController } from './gaze/gaze.controller.js';
import { visionMigrations } from './migrations/index.js';
import { RecognitionController } from './recognition/recognition.controller.js';
import { Enrolment } from './templates/enrolment.entity.js';
import { Template } from './templates/template.entity.js';
import { TemplateStore } from './templates/template.store.js';
import { VisionModule } from './vision.module.js';
import { visionSettings } from './vision.settings.js';

/** Finds, describes and recognises faces; the only service that sees templates. */
export const visionService: ServiceDefinition = {
  name: 'vision',
  schema: 'vision',
  module: VisionModule,
  settings: visionSettings,
  entities: [Template, Enrolment],
  migrations: visionMigrations,
  handlers: [
    handle(recognitionContract, RecognitionController),
    handle(gazeContract, GazeController),
    handle(gazeLookContract, GazeLookController),
  ],
  consumers: [follow(galleryChanged, GalleryFollower, 'galleryChanged')],
  workers: [],
  periodic: [
    every(5_000, 'read the galleries', GalleryFollower, 'catchUp'),
    every(3_600_000, 'forget old outcomes of enrolments', TemplateStore, 'forgetOldOutcomes'),
  ],
};
