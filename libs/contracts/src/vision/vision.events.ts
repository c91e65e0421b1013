import { event } from '../contract/index.js';
import { Field, text, integer } from '../fields/index.js';

export class GalleryChange {
  @Field(text()) gallery!: string;
  @Field(text()) subject!: string;
  @Field(integer(), { description: 'Position in the order of all gallery changes' }) position!: number;
}

export const galleryChanged = event({
  subject: 'evt.vision.gallery-changed.v1',
  payload: GalleryChange,
  summary: 'The template of a subject was replaced or revoked; replicas then read it from the database',
});
