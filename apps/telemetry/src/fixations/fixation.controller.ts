import {
  type CallContext,
  type Ecam,
  ecamContract,
  type Efis,
  efisContract,
  type FixationDraft,
  type FixationQuery,
  type Pfd,
  pfdContract,
  type StreamPiece,
  type StreamPosition,
  type UploadQuery,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { FixationService } from './fixation.service.js';

interface Listing {
  readonly query: FixationQuery;
  readonly body: StreamPosition;
}
interface Upload {
  readonly query: UploadQuery;
  readonly body: readonly FixationDraft[];
}

const message = 'Created successfully';

@Controller()
@Handles(ecamContract)
export class EcamController {
  constructor(private readonly fixations: FixationService) {}

  list({ query, body }: Listing, context: CallContext): Promise<StreamPiece> {
    return this.fixations.piece('ecam', query, body, context);
  }

  async create({ query, body }: Upload, context: CallContext): Promise<{ message: string; data: Ecam[] }> {
    return { message, data: await this.fixations.create('ecam', body, query.file_sha256, context) };
  }
}

@Controller()
@Handles(efisContract)
export class EfisController {
  constructor(private readonly fixations: FixationService) {}

  list({ query, body }: Listing, context: CallContext): Promise<StreamPiece> {
    return this.fixations.piece('efis', query, body, context);
  }

  async create({ query, body }: Upload, context: CallContext): Promise<{ message: string; data: Efis[] }> {
    return { message, data: await this.fixations.create('efis', body, query.file_sha256, context) };
  }
}

@Controller()
@Handles(pfdContract)
export class PfdController {
  constructor(private readonly fixations: FixationService) {}

  list({ query, body }: Listing, context: CallContext): Promise<StreamPiece> {
    return this.fixations.piece('pfd', query, body, context);
  }

  async create({ query, body }: Upload, context: CallContext): Promise<{ message: string; data: Pfd[] }> {
    return { message, data: await this.fixations.create('pfd', body, query.file_sha256, context) };
  }
}
