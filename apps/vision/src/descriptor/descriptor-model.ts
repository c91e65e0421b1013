/** Only templates of the same model and version are compared. Raise the version when chips or weights change. */
export const descriptorModel = { name: 'dlib-resnet-mesh', version: '1' } as const;

export const descriptorModelId = `${descriptorModel.name}@${descriptorModel.version}`;

/** Numbers per descriptor, a unit vector. */
export const DESCRIPTOR_LENGTH = 128;
