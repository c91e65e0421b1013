/** A link in the head of a page. */
export interface Place {
  readonly href: string;
  readonly text: string;
  readonly isCurrent?: boolean;
}

export const usualPlaces: readonly Place[] = [
  { href: '/swagger/', text: 'API documents' },
  { href: '/calibrate', text: 'Calibrate your gaze' },
];

const ownFile = (name: string): string => `/assets/pages/${name}`;

export const linkTo = ({ href, text, isCurrent = false }: Place): string =>
  `<a href="${href}"${isCurrent ? ' aria-current="page"' : ''}>${text}</a>`;

/** Returns a page in the design of all pages. Its parts are HTML; nothing that a client sent may be in them. */
export const pageOf = ({
  title,
  styles,
  places = usualPlaces,
  main,
  end = '',
}: {
  readonly title: string;
  /** Paths, or names of files of the pages. */
  readonly styles: readonly string[];
  readonly places?: readonly Place[];
  readonly main: string;
  /** Follows the content, e.g. scripts. */
  readonly end?: string;
}): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <link rel="icon" href="${ownFile('icon.svg')}" type="image/svg+xml">
    ${['design.css', ...styles]
      .map((file) => `<link rel="stylesheet" href="${file.startsWith('/') ? file : ownFile(file)}">`)
      .join('\n    ')}
  </head>
  <body>
    <a class="skip" href="#content">Skip to the content</a>
    <header class="top">
      <a class="brand" href="/"><img src="${ownFile('icon.svg')}" alt="" width="28" height="28"> Argus</a>
      <nav class="places" aria-label="Pages">
        ${places.map(linkTo).join('\n        ')}
      </nav>
    </header>
    <main id="content" tabindex="-1">
${main}
    </main>${end}
  </body>
</html>
`;
