import { contract, op } from '../contract/index.js';
import { viewing } from './rights.js';
import { Field, text } from '../fields/index.js';

export class TechTrackRoot {
  @Field(text({ format: 'uri' }), {
    description: 'Address of the equipment',
    example: 'http://localhost:8000/api/equipment/',
  })
  equipment!: string;
  @Field(text({ format: 'uri' }), {
    description: 'Address of the readings',
    example: 'http://localhost:8000/api/data/',
  })
  data!: string;
  @Field(text({ format: 'uri' }), {
    description: 'Address of the alerts',
    example: 'http://localhost:8000/api/alerts/',
  })
  alerts!: string;
}

/** The gateway answers it, because only the gateway knows the address that the client used. */
export const techTrackRootContract = contract(
  'equipment.root',
  { family: 'techtrack', tag: 'Api Root' },
  {
    get: op({
      http: {
        method: 'GET',
        path: '/api/',
        links: { equipment: '/api/equipment/', data: '/api/data/', alerts: '/api/alerts/' },
      },
      reply: TechTrackRoot,
      access: viewing(),
      summary: 'Read links to the lists of the API',
    }),
  },
);
