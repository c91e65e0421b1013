/** Templates of another model or version are not compared: raise the version when chips or weights change. */
export const descriptorModel = { name: 'dlib-resnet-mesh', version: '1' } as const;

export const descriptorModelId = `${descriptorModel.name}@${descriptorModel.version}`;

/** Numbers per descriptor; unit length. */
export const DESCRIPTOR_LENGTH = 128;
