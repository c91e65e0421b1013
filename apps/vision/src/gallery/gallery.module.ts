import { Module } from '@nestjs/common';
import { TemplateModule } from '../templates/template.module.js';
import { GalleryController } from './gallery.controller.js';
import { Galleries } from './galleries.service.js';
import { GalleryFollower } from './gallery-follower.service.js';

@Module({
  imports: [TemplateModule],
  controllers: [GalleryController],
  providers: [Galleries, GalleryFollower],
  exports: [Galleries],
})
export class GalleryModule {}
