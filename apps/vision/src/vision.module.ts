import { Module } from '@nestjs/common';
import { ChallengeModule } from './challenges/challenge.module.js';
import { GazeModule } from './gaze-frames/gaze.module.js';
import { RecognitionModule } from './recognition/recognition.module.js';

@Module({ imports: [ChallengeModule, GazeModule, RecognitionModule] })
export class VisionModule {}
