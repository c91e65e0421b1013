import {
  type CallContext,
  instant,
  instantOrNull,
  type Page,
  type RecordingChange,
  recordingContract,
  type RecordingDraft,
  type RecordingFixationQuery,
  type RecordingPath,
  type RecordingQuery,
  type RecordingView,
  type StreamPiece,
  type StreamPosition,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { RecordingService } from './recording.service.js';
import type { ListedRecording } from './recording.store.js';

interface At {
  readonly params: RecordingPath;
}
interface Streaming extends At {
  readonly query: RecordingFixationQuery;
  readonly body: StreamPosition;
}

@Controller()
@Handles(recordingContract)
export class RecordingController {
  constructor(private readonly recordings: RecordingService) {}

  async list({ query }: { query: RecordingQuery }, context: CallContext): Promise<Page<RecordingView>> {
    const { count, results } = await this.recordings.list(query, context);
    return { count, results: results.map(view) };
  }

  async create({ body }: { body: RecordingDraft }, context: CallContext): Promise<RecordingView> {
    return view(await this.recordings.create(body, context));
  }

  async get({ params }: At, context: CallContext): Promise<RecordingView> {
    return view(await this.recordings.get(params.id, context));
  }

  async change(
    { params, body }: At & { body: RecordingChange },
    context: CallContext,
  ): Promise<RecordingView> {
    return view(await this.recordings.change(params.id, body, context));
  }

  remove({ params }: At, context: CallContext): Promise<void> {
    return this.recordings.remove(params.id, context);
  }

  fixations({ params, query, body }: Streaming, context: CallContext): Promise<StreamPiece> {
    return this.recordings.fixations(params.id, query.display, body, context);
  }
}

const view = (recording: ListedRecording): RecordingView => ({
  id: recording.id,
  recording_id: recording.name,
  flight: recording.flightId,
  seat: recording.seat,
  tracker: recording.tracker,
  rate_hz: recording.rateHz,
  calibration: recording.calibration,
  started_at: instantOrNull(recording.startedAt),
  owner: recording.username,
  fixations: recording.fixations,
  created_at: instant(recording.createdAt),
});
