import { Module } from '@nestjs/common';
import { ChallengeModule } from './challenges/challenge.module.js';
import { GalleryEvaluationModule } from './gallery-evaluation/gallery-evaluation.module.js';
import { GazeModule } from './gaze-frames/gaze.module.js';
import { RecognitionModule } from './recognition/recognition.module.js';

@Module({ imports: [ChallengeModule, GalleryEvaluationModule, GazeModule, RecognitionModule] })
export class VisionModule {}
