import { families, type Family } from '@argus/contracts';
import { familyDocuments } from '../../openapi/families.js';
import { pageOf } from './layout.js';

const placesOf = (shown: Family) =>
  families.map((family) => ({
    href: `/swagger/?api=${family}`,
    text: familyDocuments[family].title,
    isCurrent: family === shown,
  }));

/** Returns a Swagger UI of one specification, with links to the others. */
export const viewerPage = (shown: Family): string =>
  pageOf({
    title: `${familyDocuments[shown].title} · Argus`,
    styles: ['/assets/swagger-ui/swagger-ui.css', 'swagger.css'],
    places: placesOf(shown),
    main: `      <div id="swagger-ui" data-url="/openapi/${shown}.json"></div>
      <noscript><p>This page needs JavaScript. Without it: <a href="/openapi/${shown}.json">/openapi/${shown}.json</a></p></noscript>`,
    end: `
    <script src="/assets/swagger-ui/swagger-ui-bundle.js"></script>
    <script src="/assets/pages/swagger.js"></script>`,
  });
