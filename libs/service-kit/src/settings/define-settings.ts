import type { Setting } from './setting.js';

/** The settings of one part of the platform. Injected (frozen, typed) under `token`. */
export interface SettingsSpec<T extends object = object> {
  /** Heading in the documents. */
  readonly name: string;
  readonly variables: { readonly [K in keyof T]: Setting<T[K]> };
  readonly token: symbol;
}

/** The values of a spec: `type VisionSettings = SettingsOf<typeof visionSettings>`. */
export type SettingsOf<S> = S extends SettingsSpec<infer T> ? Readonly<T> : never;

/**
 * Declares settings: name of the environment's variable → kind, default and description.
 *
 *     export const visionSettings = defineSettings('vision', {
 *       VISION_WORKERS: integer({ default: 1, min: 1, desc: 'Worker threads, one model set each' }),
 *     });
 *     constructor(@Inject(visionSettings.token) private readonly settings: VisionSettings) {}
 */
export function defineSettings<T extends object>(
  name: string,
  variables: { readonly [K in keyof T]: Setting<T[K]> },
): SettingsSpec<T> {
  for (const variable of Object.keys(variables)) {
    if (!/^[A-Z][A-Z0-9_]*$/.test(variable)) throw new Error(`Invalid name of a setting: ${variable}`);
  }
  return { name, variables, token: Symbol(`settings of ${name}`) };
}
