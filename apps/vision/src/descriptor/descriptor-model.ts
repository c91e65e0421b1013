/** A network that describes faces. Descriptors of two models say nothing about each other and are never compared. */
export interface DescriptorModel {
  readonly name: string;
  readonly version: string;
}

/** Makes every new template. Change the version when crops or weights change. */
export const descriptorModel: DescriptorModel = { name: 'sface', version: '2021dec-int8bq' };

/** Made the templates before. People who have only such a template are recognised by it until they enrol again. */
export const formerModel: DescriptorModel = { name: 'dlib-resnet-mesh', version: '1' };

const idOf = ({ name, version }: DescriptorModel): string => `${name}@${version}`;

export const descriptorModelId = idOf(descriptorModel);
export const formerModelId = idOf(formerModel);

/** Returns name and version of the model that made a template. */
export const modelOf = ({ model, modelVersion }: { readonly model: string; readonly modelVersion: string }) =>
  idOf({ name: model, version: modelVersion });

/** Numbers per descriptor of either model, a unit vector. */
export const DESCRIPTOR_LENGTH = 128;
