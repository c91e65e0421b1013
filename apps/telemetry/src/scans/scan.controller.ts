import { type CallContext, scanContract, type ScanQuery, type ScanReport } from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { ScanService } from './scan.service.js';

@Controller()
@Handles(scanContract)
export class ScanController {
  constructor(private readonly scans: ScanService) {}

  scan({ query }: { query: ScanQuery }, context: CallContext): Promise<ScanReport> {
    return this.scans.scan(query, context);
  }
}
