import { contract, errorReply, op, pageOf, PageQuery, roles } from '../contract/index.js';
import {
  boolean,
  Field,
  integer,
  list,
  nameText,
  number,
  object,
  opaqueText,
  soughtText,
  text,
} from '../fields/index.js';

export const MAX_SITE_PEOPLE = 5000;

export class GeoPoint {
  @Field(number({ min: -90, max: 90 }), { description: 'Degrees, WGS 84', example: 40.7128 })
  latitude!: number;
  @Field(number({ min: -180, max: 180 }), { description: 'Degrees, WGS 84', example: -74.006 })
  longitude!: number;
}

export class GeoCircle extends GeoPoint {
  @Field(number({ min: 10, max: 100_000 }), { description: 'Metres', example: 150 }) radius_m!: number;
}

export class SiteBody {
  @Field(nameText({ maxLength: 100 }), { example: 'Main campus' }) name!: string;
  @Field(boolean(), { default: false, description: 'Whether everybody may check in there', example: true })
  everyone!: boolean;
  @Field(object(GeoCircle), {
    optional: true,
    description: 'The area, where it is a circle; a site has one or a polygon',
  })
  circle?: GeoCircle;
  @Field(list(object(GeoPoint), { minItems: 3, maxItems: 100 }), {
    optional: true,
    inBodyExample: false,
    description:
      'The corners of the area in order, where it is a polygon; at most 100 km across. The first may stand at the end again, as in GeoJSON',
  })
  polygon?: GeoPoint[];
  @Field(list(soughtText({ maxLength: 20 }), { maxItems: MAX_SITE_PEOPLE }), {
    default: [],
    description: 'Employee ids of who may check in there besides',
    example: ['FAC001'],
  })
  employee_ids!: string[];
}

export class SiteView {
  @Field(text(), { example: '9b1c2d3e-4f50-4a61-8b72-93a4b5c6d7e8' }) id!: string;
  @Field(text(), { example: 'Main campus' }) name!: string;
  @Field(boolean(), { description: 'Whether everybody may check in there' }) everyone!: boolean;
  @Field(object(GeoCircle), { nullable: true, description: 'The area; null where it is a polygon' })
  circle!: GeoCircle | null;
  @Field(list(object(GeoPoint)), { nullable: true, description: 'The area; null where it is a circle' })
  polygon!: GeoPoint[] | null;
  @Field(list(text()), { description: 'Employee ids of who may check in there besides', example: ['FAC001'] })
  employee_ids!: string[];
  @Field(integer(), { description: 'How many they are', example: 12 }) people!: number;
  @Field(text({ format: 'date-time' })) created_at!: string;
}

export class SitePath {
  @Field(opaqueText({ maxLength: 36 }), { example: '9b1c2d3e-4f50-4a61-8b72-93a4b5c6d7e8' }) id!: string;
}

const administrators = { access: roles('admin'), sessionOnly: 'always' } as const;
const notFound = { SITE_NOT_FOUND: errorReply(404, 'Site not found') };

/** Where people may check in with their telephones. */
export const siteContract = contract(
  'attendance.site',
  { family: 'attendance', tag: 'Mobile' },
  {
    list: op({
      http: { method: 'GET', path: '/api/v1/sites/' },
      query: PageQuery,
      reply: pageOf(SiteView),
      ...administrators,
      summary: 'List sites by name',
    }),
    create: op({
      http: { method: 'POST', path: '/api/v1/sites/', status: 201 },
      body: SiteBody,
      reply: SiteView,
      ...administrators,
      errors: { TOO_MANY_SITES: errorReply(409, 'Remove sites that are not used any more.') },
      summary: 'Add a site',
    }),
    get: op({
      http: { method: 'GET', path: '/api/v1/sites/{id}/' },
      params: SitePath,
      reply: SiteView,
      ...administrators,
      errors: notFound,
      summary: 'Read a site',
    }),
    replace: op({
      http: { method: 'PUT', path: '/api/v1/sites/{id}/' },
      params: SitePath,
      body: SiteBody,
      reply: SiteView,
      ...administrators,
      errors: notFound,
      summary: 'Replace a site with its people',
    }),
    remove: op({
      http: { method: 'DELETE', path: '/api/v1/sites/{id}/', status: 204 },
      params: SitePath,
      ...administrators,
      errors: notFound,
      summary: 'Remove a site',
    }),
  },
);
