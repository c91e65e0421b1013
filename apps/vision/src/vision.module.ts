import { Module } from '@nestjs/common';
import { GazeModule } from './gaze-frames/gaze.module.js';
import { RecognitionModule } from './recognition/recognition.module.js';

@Module({ imports: [GazeModule, RecognitionModule] })
export class VisionModule {}
