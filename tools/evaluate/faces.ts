/*
 * Measures on photographs how well the product tells people apart; options.ts says how to call it. It runs the product's own path
 * (apps/vision) and its own table of error rates, so that what is printed is what services decide by.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import type { AccuracyCurve } from '#vision/accuracy/accuracy-curve.js';
import { buildCurve, curveThresholds } from '#vision/accuracy/build-curve.js';
import { comparePeople } from '#vision/accuracy/comparisons.js';
import { shippedCurve } from '#vision/accuracy/shipped-curves.js';
import { VerificationAccuracy } from '#vision/accuracy/verification-accuracy.js';
import { descriptorModel, descriptorModelId } from '#vision/descriptor/descriptor-model.js';
import { Acquirer } from './acquisition.ts';
import { acquisitionSection } from './acquisition-section.ts';
import { meanOfRows } from './mean-of-rows.ts';
import { consistencySection, duplicateSection } from './enrolment-section.ts';
import { groupsSection } from './groups-section.ts';
import {
  galleryModelSection,
  identificationSection,
  fittedGalleries,
  searchGalleries,
} from './identification-section.ts';
import { readPairs } from './named-pairs.ts';
import { readOptions } from './options.ts';
import { writePage } from './recognition-page.ts';
import { pairsSection } from './pairs-section.ts';
import { listPhotographs } from './photographs.ts';
import { reliabilitySection } from './reliability-section.ts';
import { printSection, type Section } from './report.ts';
import { makeSample, readGroups, readLines, readNamePairs, remarksOn } from './sample.ts';
import { spoiltSection } from './spoilt-section.ts';
import { startPool } from './start-pool.ts';
import { againstSection, verificationSection } from './verification-section.ts';

const options = readOptions(process.argv.slice(2));
const { seed } = options;
const sections: Section[] = [];
const add = (section: Section): void => {
  sections.push(section);
  printSection(section);
};

const pairs = options.pairs === undefined ? [] : readPairs(options.pairs);
const passedOver = (what: string): void => void process.stderr.write(`Passed over: ${what}.\n`);
const photographs = listPhotographs(options, new Set(readLines(options.leftOut)), pairs, passedOver);
process.stdout.write(`${options.name}: ${photographs.length} photographs, model ${descriptorModelId}\n`);
const pool = await startPool(options.workers);
const acquirer = new Acquirer(pool, options);
const acquired = await acquirer.acquireAll(photographs);
for (const { person, file, refusal } of acquired)
  if (refusal?.startsWith('IMAGE_')) passedOver(`${person}/${file} (${refusal})`);
add(acquisitionSection(acquired));

const sample = makeSample(acquired, readNamePairs(options.samePeople));
const comparisons = await comparePeople(sample.rows, sample);
const accuracy = await VerificationAccuracy.measure(comparisons, { seed });
const asGiven =
  options.samePeople === undefined
    ? undefined
    : await VerificationAccuracy.measure(await comparePeople(sample.rows), { draws: 1 });
add(verificationSection(comparisons, accuracy, asGiven));
if (pairs.length > 0) add(pairsSection(pairs, acquired));
const against =
  options.against === undefined
    ? undefined
    : (JSON.parse(readFileSync(options.against, 'utf8')) as AccuracyCurve);
if (against) add(againstSection(against, accuracy));

const searches = searchGalleries(sample, seed);
if (searches.length > 0) add(identificationSection(searches));
/* A set that is too small for galleries gets no curve of its own: the shipped one sets the thresholds then. */
const own =
  searches.length > 0
    ? buildCurve({
        id: `${descriptorModel.name}-${new Date().toISOString().slice(0, 10)}`,
        model: descriptorModelId,
        origin: {
          date: new Date().toISOString().slice(0, 10),
          dataSets: [options.name],
          people: sample.people.length,
          photographs: sample.photographs.length,
          genuinePairs: comparisons.genuine.scores.length,
          impostorPairs: comparisons.impostors.total,
          remarks: remarksOn(options, sample),
        },
        comparisons,
        accuracy,
        meansOfRows: [
          {
            rowsPerPerson: 3,
            accuracy: await VerificationAccuracy.measure(
              { ...comparisons, genuine: meanOfRows(sample, 3) },
              { seed },
            ),
          },
        ],
        identification: fittedGalleries(searches, accuracy, curveThresholds(accuracy, comparisons)),
      })
    : undefined;
const curve = against ?? own ?? shippedCurve(descriptorModelId);
if (searches.length > 0) add(galleryModelSection(curve, searches));
else if (!against) add(againstSection(curve, accuracy));
add(duplicateSection(sample, curve, seed));
add(consistencySection(sample, curve, seed));
add(await reliabilitySection(sample));
if (options.groups !== undefined) add(await groupsSection(sample, curve, readGroups(options.groups)));
if (options.spoilt > 0)
  add(await spoiltSection(sample, curve, { pool, acquirer }, { people: options.spoilt, seed }));
await pool.stop();

if (options.curve !== undefined) {
  if (!own)
    throw new Error('There are too few people for a curve: galleries of 100 and 200 strangers are needed.');
  writeFileSync(options.curve, await format(JSON.stringify(own, null, 2), { parser: 'json' }));
  process.stdout.write(`${options.curve} written\n`);
}
if (options.write) {
  await writePage(options.name, descriptorModelId, sections);
  process.stdout.write('docs/recognition.md written\n');
}
