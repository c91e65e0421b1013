import { families, type Family } from '@argus/contracts';
import { familyDocuments } from '../../openapi/families.js';

const shell = (title: string, head: string, body: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    ${head}
  </head>
  <body>
    ${body}
  </body>
</html>
`;

/** Returns a Swagger UI of all specifications that opens with `first`. */
export const swaggerPage = (first: Family): string =>
  shell(
    familyDocuments[first].title,
    `<link rel="stylesheet" href="/assets/swagger-ui/swagger-ui.css">
    <link rel="icon" type="image/png" href="/assets/swagger-ui/favicon-32x32.png">`,
    `<div id="swagger-ui" data-first="${first}"></div>
    <script src="/assets/swagger-ui/swagger-ui-bundle.js"></script>
    <script src="/assets/swagger-ui/swagger-ui-standalone-preset.js"></script>
    <script src="/assets/pages/swagger.js"></script>`,
  );

const urls = families.map((name) => ({ name, url: `/openapi/${name}.json` }));

/* A file of its own, since the content security policy forbids inline scripts. */
export const swaggerScript = `const first = document.getElementById('swagger-ui').dataset.first;
window.ui = SwaggerUIBundle({
  urls: ${JSON.stringify(urls)},
  'urls.primaryName': new URLSearchParams(location.search).get('urls.primaryName') ?? first,
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: 'StandaloneLayout',
});
`;

/** Returns ReDoc for one specification, with links to the others. */
export const redocPage = (shown: Family): string =>
  shell(
    familyDocuments[shown].title,
    '<link rel="stylesheet" href="/assets/pages/redoc.css">',
    `<nav>${families
      .map((name) => {
        const current = name === shown ? ' aria-current="page"' : '';
        return `<a href="?api=${name}"${current}>${familyDocuments[name].title}</a>`;
      })
      .join('\n      ')}</nav>
    <redoc spec-url="/openapi/${shown}.json" disable-search="false"></redoc>
    <script src="/assets/redoc/redoc.standalone.js"></script>`,
  );

export const redocStyle = `body { margin: 0; }
nav { display: flex; flex-wrap: wrap; gap: 1rem; padding: 0.75rem 1rem; font: 15px system-ui, sans-serif; border-bottom: 1px solid #ddd; }
nav a[aria-current] { font-weight: bold; }
`;
