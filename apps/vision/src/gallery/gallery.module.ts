import { Module } from '@nestjs/common';
import { PoolModule } from '../pool/pool.module.js';
import { TemplateModule } from '../templates/template.module.js';
import { GalleryController } from './gallery.controller.js';
import { Galleries } from './galleries.service.js';
import { GalleryFollower } from './gallery-follower.service.js';

@Module({
  imports: [PoolModule, TemplateModule],
  controllers: [GalleryController],
  providers: [Galleries, GalleryFollower],
  exports: [Galleries],
})
export class GalleryModule {}
