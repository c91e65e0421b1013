/** Names of the images by what they hold. */
export declare const images: Readonly<Record<'services' | 'vision' | 'nats' | 'pause', string>>;
export declare function buildImages(root: string, programs: string, madeBases?: boolean): Promise<void>;
