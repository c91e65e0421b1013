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

export class CurveAdoption {
  @Field(text()) gallery!: string;
}

export const curveAdopted = event({
  subject: 'evt.vision.curve-adopted.v1',
  payload: CurveAdoption,
  summary: 'Another accuracy curve decides about a gallery; replicas then read it from the database',
});

export class GalleryRebuild {
  @Field(text(), { description: 'Names the process that has done it already' }) done_by!: string;
}

export const galleryRebuildAsked = event({
  subject: 'evt.vision.gallery-rebuild-asked.v1',
  payload: GalleryRebuild,
  summary: 'An administrator wants all templates read anew',
});
