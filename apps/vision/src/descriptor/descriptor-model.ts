/** Only templates of the same model and version are compared. Change the version when crops or weights do. */
export const descriptorModel = { name: 'sface', version: '2021dec-int8bq' } as const;

export const descriptorModelId = `${descriptorModel.name}@${descriptorModel.version}`;

/** Numbers per descriptor, a unit vector. */
export const DESCRIPTOR_LENGTH = 128;
