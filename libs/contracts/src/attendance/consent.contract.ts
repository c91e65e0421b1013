import { authenticated, contract, errorReply, op, pageOf, PageQuery } from '../contract/index.js';
import { choice, Field, freeText, opaqueText, soughtText, text } from '../fields/index.js';

/** What somebody consents to. */
export const consentPurposes = ['face_recognition'] as const;
export type ConsentPurpose = (typeof consentPurposes)[number];

const employee = () => soughtText({ maxLength: 20 });

export class GiveConsent {
  @Field(employee(), {
    optional: true,
    description: 'Who consents; absent: the caller. Administrators enter what others signed',
    example: 'FAC001',
  })
  employee_id?: string;
  @Field(choice(...consentPurposes), { default: 'face_recognition' }) purpose!: ConsentPurpose;
  @Field(freeText({ maxLength: 4000 }), {
    description: 'The words that the person agreed to',
    example:
      'My face is measured to record my attendance. I may use a badge instead, and withdraw at any time.',
  })
  statement!: string;
}

export class ConsentView {
  @Field(text(), { example: '1c9b5a77-51de-4a0f-9a6b-0c2f6a7d8e90' }) id!: string;
  @Field(text()) employee_id!: string;
  @Field(choice(...consentPurposes), { description: 'What was consented to', example: 'face_recognition' })
  purpose!: ConsentPurpose;
  @Field(text(), {
    description: 'The words that the person agreed to',
    example: 'My face is measured to record my attendance',
  })
  statement!: string;
  @Field(text({ format: 'date-time' }), { description: 'When it was given' }) given_at!: string;
  @Field(text(), {
    description: 'Employee id of who entered it: the person, or an administrator with a signature on paper',
    example: 'FAC001',
  })
  given_by!: string;
  @Field(text({ format: 'date-time' }), {
    nullable: true,
    description: 'When it was withdrawn; null while it is in force',
  })
  withdrawn_at!: string | null;
}

export class ConsentQuery extends PageQuery {
  @Field(soughtText({ allowBlank: true, maxLength: 20 }), { optional: true, example: 'FAC001' })
  employee_id?: string;
}

export class WithdrawConsent {
  @Field(employee(), { optional: true, description: 'Who withdraws; absent: the caller', example: 'FAC001' })
  employee_id?: string;
  @Field(choice(...consentPurposes), { default: 'face_recognition' }) purpose!: ConsentPurpose;
}

export class WithdrawalPath {
  @Field(opaqueText({ maxLength: 36 }), { example: '7e1d4c22-90ab-4c3d-8f6e-5a4b3c2d1e0f' }) id!: string;
}

export class WithdrawalView {
  @Field(text(), { example: '7e1d4c22-90ab-4c3d-8f6e-5a4b3c2d1e0f' }) id!: string;
  @Field(text()) employee_id!: string;
  @Field(choice(...consentPurposes), {
    description: 'What is consented to no more',
    example: 'face_recognition',
  })
  purpose!: ConsentPurpose;
  @Field(text({ format: 'date-time' }), { description: 'When it was asked for' }) requested_at!: string;
  @Field(text({ format: 'date-time' }), {
    nullable: true,
    description: 'When the templates were destroyed; null before',
  })
  completed_at!: string | null;
  @Field(text(), {
    nullable: true,
    description: 'A signed statement of that (JWS, EdDSA); null before',
    example: 'eyJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJl',
  })
  certificate!: string | null;
}

export class CertificateKey {
  @Field(text(), { description: 'Kind of the key (RFC 8037)', example: 'OKP' }) kty!: string;
  @Field(text(), { description: 'Its curve', example: 'Ed25519' }) crv!: string;
  @Field(text(), { description: 'The public key', example: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' })
  x!: string;
  @Field(text(), { description: 'The algorithm', example: 'EdDSA' }) alg!: string;
}

const own = { access: authenticated(), sessionOnly: 'always' } as const;
const userNotFound = { USER_NOT_FOUND: errorReply(404, 'User not found') };

/** Who consented to what, and what became of what they withdrew. */
export const consentContract = contract(
  'attendance.consent',
  { family: 'attendance', tag: 'Consent' },
  {
    list: op({
      http: { method: 'GET', path: '/api/v1/consents/' },
      query: ConsentQuery,
      reply: pageOf(ConsentView),
      ...own,
      errors: userNotFound,
      summary: 'List receipts of consent, newest first; others than administrators see their own',
    }),
    give: op({
      http: { method: 'POST', path: '/api/v1/consents/', status: 201 },
      body: GiveConsent,
      reply: ConsentView,
      ...own,
      errors: {
        ...userNotFound,
        WITHDRAWAL_PENDING: errorReply(409, 'What was withdrawn is being destroyed. Try again in a minute.'),
      },
      summary: 'Consent; the answer is the receipt. A consent in force is answered again',
    }),
    withdraw: op({
      http: { method: 'POST', path: '/api/v1/consents/withdraw/', status: 202 },
      creates: false,
      body: WithdrawConsent,
      reply: WithdrawalView,
      ...own,
      errors: userNotFound,
      summary: 'Withdraw consent; the face templates are destroyed within a minute',
      description:
        'Works without a receipt, too. Photographs of enrolments that wait are destroyed with them. The attendance log stays: it says when somebody was there and holds nothing of their face.',
    }),
    withdrawal: op({
      http: { method: 'GET', path: '/api/v1/consents/withdrawals/{id}/' },
      params: WithdrawalPath,
      reply: WithdrawalView,
      ...own,
      errors: { WITHDRAWAL_NOT_FOUND: errorReply(404, 'Withdrawal not found') },
      summary: 'What became of a withdrawal, with its certificate',
    }),
    certificateKey: op({
      http: { method: 'GET', path: '/api/v1/consents/certificate-key/' },
      reply: CertificateKey,
      ...own,
      summary: 'The public key of the certificates (JWK)',
    }),
  },
);
