import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

type Schema = Record<string, unknown>;

const pointer = (part: string): string =>
  encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

/** Checks answers against the OpenAPI document that the platform publishes. */
export class PublishedSchemas {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
  private readonly validators = new Map<string, ValidateFunction | undefined>();

  constructor(private readonly document: { readonly paths: Record<string, Record<string, Schema>> }) {
    (formats as unknown as (ajv: Ajv2020) => void)(this.ajv);
    this.ajv.addKeyword({
      keyword: 'x-decimals',
      type: 'number',
      validate: (decimals: number, value: number) => Number(value.toFixed(decimals)) === value,
    });
    this.ajv.addSchema(document, 'document');
  }

  /** Returns what is wrong with the error code of an answer; undefined for a success and for a documented code. */
  faultOfCode(path: string, method: string, status: number, code: string | undefined): string | undefined {
    if (status < 400) return code === undefined ? undefined : `a success with the error code ${code}`;
    const operation = this.document.paths[path]?.[method.toLowerCase()] as
      | { responses?: Record<string, { headers?: Record<string, { schema?: { enum?: string[] } }> }> }
      | undefined;
    const codes = operation?.responses?.[status]?.headers?.['X-Error-Code']?.schema?.enum ?? [];
    return codes.includes(String(code)) ? undefined : `error code ${code} is not among ${codes.join(', ')}`;
  }

  /** Returns the fault of an answer; undefined if the document allows it. */
  faultOf(path: string, method: string, status: number, body: unknown): string | undefined {
    const operation = this.document.paths[path]?.[method.toLowerCase()] as
      { responses?: Record<string, { content?: Record<string, unknown> }> } | undefined;
    const response = operation?.responses?.[status];
    if (response === undefined) return `status ${status} is not documented`;
    /* fetch hides the body of a 205. */
    if (status === 205) return undefined;
    if (response.content === undefined) return body === '' ? undefined : 'a body where none is documented';
    /* Files have no schema. */
    if (response.content['application/json'] === undefined) return undefined;
    const isFile = typeof body === 'string' && Object.keys(response.content).length > 1;
    if (isFile) return undefined;
    const validate = this.validatorOf(path, method.toLowerCase(), status);
    if (validate?.(body)) return undefined;
    return this.ajv.errorsText(validate?.errors);
  }

  private validatorOf(path: string, method: string, status: number): ValidateFunction | undefined {
    const parts = [
      'paths',
      path,
      method,
      'responses',
      String(status),
      'content',
      'application/json',
      'schema',
    ];
    const reference = `document#/${parts.map(pointer).join('/')}`;
    if (!this.validators.has(reference))
      this.validators.set(reference, this.ajv.compile({ $ref: reference }));
    return this.validators.get(reference);
  }
}
