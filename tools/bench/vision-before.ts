import type { Picture } from '@argus/imaging';
import type { GraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { FaceDescriptor } from '#vision/descriptor/face-descriptor.js';
import { ResidualNetwork } from '#vision/descriptor/residual-network.js';
import { suppressOverlaps, type Detection } from '#vision/detection/detection.js';
import { loadGraphModelFile } from '#vision/models/model-file.js';
import { modelFolders } from '#vision/models/model-files.js';
import type { ModelSet } from '#vision/models/model-set.js';
import { minusOneToOne, sampleCrop } from '#vision/sampling/sample-crop.js';
import { apply, cropSquare, scaleOf } from '#vision/sampling/similarity-transform.js';

const SIZE_PX = 256;
const MIN_SCORE = 0.5;
const MAX_OVERLAP = 0.5;
const VALUES_PER_ANCHOR = 16;
/** Centres of the boxes that the model predicts: two per cell of 16 pixels, then six per cell of 32. */
const anchors = [
  { stridePx: 16, boxes: 2 },
  { stridePx: 32, boxes: 6 },
].flatMap(({ stridePx, boxes }) => {
  const cells = SIZE_PX / stridePx;
  return Array.from({ length: cells * cells * boxes }, (_, i) => {
    const cell = Math.floor(i / boxes);
    return { x: stridePx * ((cell % cells) + 0.5), y: stridePx * (Math.floor(cell / cells) + 0.5) };
  });
});

/** The models with which Argus began: BlazeFace's back variant finds faces, dlib's network describes them. */
export async function modelsOfTheBeginning(models: ModelSet): Promise<ModelSet> {
  const blazeFace = await loadGraphModelFile(modelFolders.human(), 'blazeface');
  const detector: Pick<ModelSet['detector'], 'detect' | 'isTurned'> = {
    detect: (picture: Picture) => detect(blazeFace, picture),
    isTurned: () => Promise.resolve(false), // It looked at pictures one way up only.
  };
  const network = await ResidualNetwork.load(modelFolders.faceApi());
  return {
    ...models,
    detector: detector as ModelSet['detector'],
    descriptor: new FaceDescriptor(network),
  };
}

async function detect(model: GraphModel, picture: Picture): Promise<Detection[]> {
  const { width, height } = picture;
  const toPicture = cropSquare({ x: width / 2, y: height / 2 }, Math.max(width, height), 0, SIZE_PX);
  const input = new Float32Array(SIZE_PX * SIZE_PX * 3);
  sampleCrop(picture, toPicture, { sizePx: SIZE_PX, scaling: minusOneToOne }, input);
  const outputs = tf.tidy(() => model.predict(tf.tensor4d(input, [1, SIZE_PX, SIZE_PX, 3])) as tf.Tensor3D[]);
  const ofWidth = async (width: number) => {
    const layers = outputs
      .filter(({ shape }) => shape[2] === width)
      .sort((one, other) => other.size - one.size);
    const joined = tf.concat(layers, 1);
    const values = (await joined.data()) as Float32Array;
    joined.dispose();
    return values;
  };
  const [logits, values] = [await ofWidth(1), await ofWidth(VALUES_PER_ANCHOR)];
  tf.dispose(outputs);
  const scale = scaleOf(toPicture);
  const found = anchors.flatMap((anchor, i): Detection[] => {
    const score = 1 / (1 + Math.exp(-logits[i]!));
    if (score < MIN_SCORE) return [];
    const [dx, dy, w, h, ...points] = values.subarray(i * VALUES_PER_ANCHOR, (i + 1) * VALUES_PER_ANCHOR);
    const place = (x: number, y: number) => apply(toPicture, { x: anchor.x + x, y: anchor.y + y });
    const centre = place(dx!, dy!);
    const [boxWidth, boxHeight] = [w! * scale, h! * scale];
    return [
      {
        score,
        box: { x: centre.x - boxWidth / 2, y: centre.y - boxHeight / 2, width: boxWidth, height: boxHeight },
        rightEye: place(points[0]!, points[1]!),
        leftEye: place(points[2]!, points[3]!),
      },
    ];
  });
  return suppressOverlaps(found, MAX_OVERLAP).sort(
    (one, other) => other.box.width * other.box.height - one.box.width * one.box.height,
  );
}
