import type { SettingsSpec } from './define-settings.js';
import type { Setting } from './setting.js';

const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\s+/g, ' ');

function row([name, setting]: [string, Setting<unknown>]): string {
  const required = !('default' in setting);
  const value =
    setting.default === undefined || `${setting.default as string}` === ''
      ? ''
      : `\`${cell(JSON.stringify(setting.default).replace(/^"|"$/g, ''))}\``;
  const type = setting.secret ? `${setting.type}; secret` : setting.type;
  return `| \`${name}\` | ${cell(type)} | ${required ? 'required' : value} | ${cell(setting.desc)} |`;
}

/** Returns all settings as Markdown, one table per spec, in the order of declaration. */
export function settingsTable(specs: readonly SettingsSpec[]): string {
  return specs
    .filter(({ variables }) => Object.keys(variables).length > 0)
    .map(({ name, variables }) =>
      [
        `## ${name}`,
        '',
        '| variable | type | default | what it does |',
        '| --- | --- | --- | --- |',
        ...Object.entries<Setting<unknown>>(variables as Record<string, Setting<unknown>>).map(row),
        '',
      ].join('\n'),
    )
    .join('\n');
}
