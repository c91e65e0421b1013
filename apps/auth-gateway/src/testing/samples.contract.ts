import {
  anyone,
  anyoneButBadTokens,
  authenticated,
  boolean,
  bytes,
  choice,
  declareField,
  contract,
  date,
  email,
  errorReply,
  Field,
  type FieldOptions,
  type FieldType,
  type Followed,
  foreignKey,
  integer,
  list,
  listOf,
  number,
  op,
  pageOf,
  PageQuery,
  roles,
  text,
} from '@argus/contracts';

/** Returns a class with the given fields. */
const shape = (fields: Record<string, [FieldType<unknown>, FieldOptions?]>): new () => object => {
  class Shape {}
  for (const [name, [type, options]] of Object.entries(fields))
    declareField(Shape.prototype, name, type, options);
  Object.defineProperty(Shape, 'name', { value: `Shape${Object.keys(fields).join('')}` });
  return Shape;
};

/* One small contract per family, with every kind of field, access and answer that the gateway binds. */

export class Gadget {
  @Field(integer()) id!: number;
  @Field(choice('Robot', 'Laser Cutter')) kind!: string;
  @Field(text({ maxLength: 10 })) model!: string;
  @Field(boolean()) status!: boolean;
}

export class WriteGadget {
  @Field(choice('Robot', 'Laser Cutter')) kind!: string;
  @Field(text({ maxLength: 10 })) model!: string;
  @Field(date(), { optional: true }) installed?: string;
  @Field(number({ above: 0 }), { optional: true, nullable: true }) load?: number | null;
  @Field(foreignKey(), { optional: true }) equipment?: number;
  @Field(list(text(), { maxItems: 3 }), { optional: true }) labels?: string[];
  @Field(boolean(), { default: true }) status!: boolean;
}

export class GadgetPath {
  @Field(integer({ min: 1 })) id!: number;
}

export const gadgetContract = contract(
  'samples.gadget',
  { family: 'techtrack', tag: 'Gadget' },
  {
    list: op({
      http: { method: 'GET', path: '/api/equipment/' },
      reply: listOf(Gadget),
      access: authenticated(),
      summary: 'All gadgets',
    }),
    create: op({
      http: { method: 'POST', path: '/api/equipment/', status: 201 },
      undeclared: 'ignored',
      body: WriteGadget,
      reply: Gadget,
      access: authenticated(),
      errors: { GADGET_TAKEN: errorReply(400, 'Taken.', 'model') },
      summary: 'A new gadget',
    }),
    get: op({
      http: { method: 'GET', path: '/api/equipment/{id}/' },
      params: GadgetPath,
      reply: Gadget,
      access: authenticated(),
      summary: 'One gadget',
    }),
    remove: op({
      http: { method: 'DELETE', path: '/api/equipment/{gadget}/', status: 204 },
      params: shape({ gadget: [integer()] }),
      access: authenticated(),
      summary: 'Delete a gadget',
    }),
    live: op({
      http: { method: 'GET', path: '/api/gadgets/live/', follow: 'shared' },
      query: shape({ cursor: [text(), { optional: true }] }),
      reply: shape({ cursor: [text()], events: [list(text())] }) as new () => Followed,
      access: authenticated(),
      summary: 'Feed of gadgets',
    }),
    token: op({
      http: { method: 'POST', path: '/api/token/' },
      undeclared: 'ignored',
      body: shape({ username: [text()], password: [text()] }),
      reply: Gadget,
      access: anyone(),
      limit: 'authentication',
      summary: 'Log in',
    }),
    refresh: op({
      http: { method: 'POST', path: '/api/token/refresh/' },
      undeclared: 'ignored',
      body: shape({ refresh: [text()] }),
      reply: Gadget,
      access: anyone(),
      limit: 'refresh',
      summary: 'Refresh',
    }),
  },
);

export class Fixation {
  @Field(text({ maxLength: 5 })) section_id!: string;
  @Field(number()) duration!: number;
  @Field(boolean()) on_surface!: boolean;
}

export class FixationsStored {
  @Field(text()) message!: string;
  @Field(list(text())) data!: string[];
}

export const fixationContract = contract(
  'samples.fixation',
  { family: 'eyetracker', tag: 'Ecam' },
  {
    list: op({
      http: { method: 'GET', path: '/api/data/ecam/' },
      reply: listOf(Fixation),
      access: authenticated(),
      errors: { NO_DATA: errorReply(404, 'No data found for this user') },
      summary: 'Fixations',
    }),
    store: op({
      http: { method: 'POST', path: '/api/data/ecam/', status: 201 },
      undeclared: 'ignored',
      body: listOf(Fixation, { maxItems: 1000, orOne: true }),
      reply: FixationsStored,
      access: authenticated(),
      summary: 'Store fixations',
    }),
    login: op({
      http: {
        method: 'POST',
        path: '/api/accounts/login/',
        cookies: {
          session: { name: 'sessionid', maxAgeSeconds: 60, httpOnly: true },
          csrf: { name: 'csrftoken', maxAgeSeconds: 120, httpOnly: false },
        },
      },
      reply: shape({ message: [text()], session: [text()], csrf: [text()] }),
      access: anyone(),
      summary: 'Log in with cookies',
    }),
    register: op({
      http: { method: 'POST', path: '/api/accounts/register/', status: 201 },
      undeclared: 'ignored',
      body: shape({ username: [text()] }),
      access: anyoneButBadTokens(),
      limit: 'sign-up',
      summary: 'Register',
    }),
  },
);

export class Session {
  @Field(text()) session_id!: string;
}

export const calibrationSamples = contract(
  'samples.session',
  { family: 'calibration', tag: 'Session' },
  {
    create: op({
      http: { method: 'POST', path: '/api/calibration/session/create' },
      undeclared: 'ignored',
      creates: true,
      body: shape({
        candidate_id: [text({ maxLength: 255, allowBlank: true })],
        width: [integer({ above: 0 }), { optional: true }],
        target_index: [integer({ max: 3 }), { optional: true }],
      }),
      reply: Session,
      access: anyone(),
      errors: { MISMATCH: errorReply(400, 'Candidate ID mismatch') },
      summary: 'A new session',
    }),
    link: op({
      http: { method: 'POST', path: '/api/calibration/session/{session_id}/link' },
      params: Session,
      query: shape({ interview_id: [text()] }),
      reply: Session,
      access: anyone(),
      summary: 'Link a session',
    }),
    upload: op({
      http: { method: 'POST', path: '/api/calibration/frame/upload', bodyLimitBytes: 1024 * 1024 },
      undeclared: 'ignored',
      body: shape({ frame_index: [integer({ min: 0 })], frame: [bytes()] }),
      reply: Session,
      access: anyone(),
      summary: 'Upload a frame',
    }),
  },
);

export class Greeting {
  @Field(boolean()) ok!: boolean;
  @Field(text()) message!: string;
}

export class SignUp {
  @Field(text()) username!: string;
  @Field(email()) email!: string;
}

export const proctorSamples = contract(
  'samples.account',
  { family: 'proctorx', tag: 'Accounts' },
  {
    signup: op({
      http: { method: 'POST', path: '/signup', status: 201 },
      undeclared: 'ignored',
      body: SignUp,
      reply: Greeting,
      access: anyone(),
      errors: {
        TAKEN: errorReply(400, 'Username already exists'),
        NO_ACCOUNT: errorReply(401, 'No active account found', 'detail', { challenge: true }),
      },
      summary: 'Sign up',
    }),
    login: op({
      http: { method: 'POST', path: '/login' },
      undeclared: 'ignored',
      body: SignUp,
      reply: Greeting,
      access: anyone(),
      errors: {
        VALIDATION_FAILED: errorReply(401, 'Invalid input'),
        MALFORMED_BODY: errorReply(401, 'Invalid input'),
      },
      summary: 'Log in',
    }),
    logout: op({
      http: { method: 'POST', path: '/logout', status: 205 },
      undeclared: 'ignored',
      reply: Greeting,
      access: authenticated(),
      summary: 'Log out',
    }),
  },
);

export class Note {
  @Field(integer()) id!: number;
}

export class NoteQuery extends PageQuery {
  @Field(date(), { optional: true }) since?: string;
}

export const noteContract = contract(
  'samples.note',
  { family: 'attendance', tag: 'Notes' },
  {
    list: op({
      http: { method: 'GET', path: '/api/v1/notes/' },
      query: NoteQuery,
      reply: pageOf(Note),
      access: authenticated(),
      summary: 'Notes',
    }),
    report: op({
      http: { method: 'GET', path: '/api/v1/notes/report/' },
      query: shape({ format: [choice('json', 'pdf'), { default: 'json' }] }),
      reply: Note,
      access: roles('admin'),
      limit: 'reports',
      summary: 'A report',
    }),
    verify: op({
      http: { method: 'POST', path: '/api/v1/notes/verify/', status: 202 },
      reply: Note,
      access: authenticated(),
      limit: 'face-verification',
      summary: 'A face',
    }),
    status: op({
      http: { method: 'GET', path: '/api/v1/notes/status/{task_id}/' },
      params: shape({ task_id: [text()] }),
      reply: Note,
      access: authenticated(),
      summary: 'State of a task',
    }),
    fail: op({
      http: { method: 'PUT', path: '/api/v1/notes/fail/' },
      body: shape({ code: [text()] }),
      access: anyone(),
      limit: 'reports',
      summary: 'Fail with the given code',
    }),
  },
);

export const samples = [
  gadgetContract,
  fixationContract,
  calibrationSamples,
  proctorSamples,
  noteContract,
] as const;
