import {
  type CallContext,
  displays,
  DomainError,
  type ScannedArea,
  type ScanQuery,
  type ScanReport,
  type TimeUnit,
} from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { RecordingService } from '../recordings/recording.service.js';
import { type AreaFixation, type Dwell, dwellsOf, glanceSecondsOf } from './dwells.js';
import { scanEntropy } from './entropy.js';
import { type ScannedFixation, ScanStore } from './scan.store.js';
import { shareOfRows, stationaryDistribution, total, transitionCounts, visitCounts } from './transitions.js';

const METHOD = 'dwell-scan/1';
const MAX_FIXATIONS = 200_000;
const secondsOf: Readonly<Record<TimeUnit, number>> = { s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9 };

@Injectable()
export class ScanService {
  constructor(
    private readonly store: ScanStore,
    private readonly recordings: RecordingService,
  ) {}

  /** @throws DomainError RECORDING_NOT_FOUND, TOO_MANY_FIXATIONS */
  async scan(query: ScanQuery, context: CallContext): Promise<ScanReport> {
    const recording = await this.recordings.get(query.recording, context);
    const stored = await this.store.fixations(
      recording,
      [query.start_from, query.start_to],
      MAX_FIXATIONS + 1,
    );
    if (stored.length > MAX_FIXATIONS) throw new DomainError('TOO_MANY_FIXATIONS');
    const ordered = onceEach(stored.filter(({ start, end }) => end >= start));
    const seen = new Map<string, number>();
    for (const fixation of ordered) seen.set(nameOf(fixation), (seen.get(nameOf(fixation)) ?? 0) + 1);
    const clear = ordered.filter((fixation) => seen.get(nameOf(fixation)) === 1);
    return {
      recording: recording.id,
      fixations: clear.length,
      ambiguous: [...seen.values()].filter((count) => count > 1).length,
      reversed: stored.filter(({ start, end }) => end < start).length,
      ...figuresOf(clear.map((fixation) => onArea(fixation, secondsOf[query.time_unit]))),
      method: METHOD,
      input_sha256: digestOf(clear),
    };
  }
}

/** A fixation that lies on two displays stands in both, with the same name and time. */
const nameOf = ({ fixationId, start }: ScannedFixation): string => `${start} ${fixationId}`;

/** What was sent twice is stored twice, and one fixation may lie in several sections; it happened once. */
const onceEach = (fixations: readonly ScannedFixation[]): ScannedFixation[] => [
  ...new Map(fixations.map((each) => [`${each.display} ${each.end} ${nameOf(each)}`, each])).values(),
];

const onArea = ({ display, start, end }: ScannedFixation, unitS: number): AreaFixation => ({
  area: displays.indexOf(display),
  startS: start * unitS,
  endS: end * unitS,
});

const digestOf = (fixations: readonly ScannedFixation[]): string => {
  const hash = createHash('sha256');
  for (const { display, start, end } of fixations) hash.update(`${display} ${start} ${end}\n`);
  return hash.digest('hex');
};

function figuresOf(
  fixations: readonly AreaFixation[],
): Pick<ScanReport, 'areas' | 'transitions' | 'entropy'> {
  const dwells = dwellsOf(fixations);
  const sequence = dwells.map(({ area }) => area);
  const counts = transitionCounts(sequence, displays.length);
  const shares = shareOfRows(counts);
  const visits = visitCounts(sequence, displays.length);
  const entropy = scanEntropy(sequence, displays.length);
  return {
    areas: areasOf(dwells),
    transitions: {
      counts,
      shares,
      stationary_eigenvector: stationaryDistribution(shares, visits) ?? null,
    },
    entropy: {
      stationary_bits: entropy.stationaryBits,
      stationary_normalised: entropy.stationaryNormalised!,
      transition_bits: entropy.transitionBits,
      transition_normalised: entropy.transitionNormalised!,
      stationary_corrected_bits: entropy.stationaryCorrectedBits,
      transition_corrected_bits: entropy.transitionCorrectedBits,
      is_small_sample: entropy.isSmallSample,
    },
  };
}

function areasOf(dwells: readonly Dwell[]): ScannedArea[] {
  const glances = glanceSecondsOf(dwells);
  const fixatedS = total(dwells.map((dwell) => dwell.fixatedS));
  return displays.map((display, area) => {
    const own = dwells.flatMap((dwell, place) =>
      dwell.area === area ? [{ ...dwell, glanceS: glances[place]! }] : [],
    );
    const ownS = total(own.map((dwell) => dwell.fixatedS));
    return {
      area: display,
      fixations: total(own.map((dwell) => dwell.fixations)),
      dwells: own.length,
      dwell_mean_s: mean(own.map(({ startS, endS }) => endS - startS)),
      share: fixatedS === 0 ? 0 : ownS / fixatedS,
      glance_mean_s: mean(own.map(({ glanceS }) => glanceS)),
      first_fixation_s: own.length === 0 ? null : own[0]!.startS - dwells[0]!.startS,
      revisits: Math.max(own.length - 1, 0),
    };
  });
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : total(values) / values.length;
