import type { Family } from '@argus/contracts';
import { familyDocuments } from '../../openapi/families.js';

const products: Readonly<Record<Family, readonly [what: string, first: string]>> = {
  eyetracker: ['Where pilots look: fixations on ECAM, EFIS and PFD', 'POST /api/accounts/token/'],
  techtrack: ['Industrial equipment, its readings and alarms', 'POST /api/token/'],
  calibration: ['Calibrates gaze with a webcam', 'POST /api/calibration/session/create'],
  attendance: ['Who is present, by face or by manual entry', 'POST /api/v1/auth/login/'],
  proctorx: ['Supervised exams', 'POST /login'],
};

const card = ([family, [what, first]]: readonly [string, readonly [string, string]]): string => {
  const { title, version } = familyDocuments[family as Family];
  return `<li>
      <h2>${title} <small>${version}</small></h2>
      <p>${what}.</p>
      <p>Start with <code>${first}</code></p>
      <p><a href="/swagger/?urls.primaryName=${family}">Try it</a> <a href="/redoc?api=${family}">Read it</a>
        <a href="/openapi/${family}.json">OpenAPI</a></p>
    </li>`;
};

/** Returns the page for browsers at `/`. */
export const landingPage = (): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Argus</title>
    <link rel="stylesheet" href="/assets/pages/landing.css">
  </head>
  <body>
    <header>
      <h1>Argus</h1>
      <p>One platform for watching people and machines. Five APIs answer here, each at its own paths and with its own
        accounts; a token of one is not valid for another.</p>
      <nav><a href="/swagger/">Swagger UI</a> <a href="/redoc">ReDoc</a>
        <a href="/.well-known/jwks.json">Signing keys</a></nav>
    </header>
    <main><ul>
    ${Object.entries(products).map(card).join('\n    ')}
    </ul></main>
    <footer><p>Every answer carries <code>x-request-id</code>; quote it when you report a problem.</p></footer>
  </body>
</html>
`;

export const landingStyle = `:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent); }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 0 auto; padding: 2rem 1rem; }
h1 { font-size: 2.5rem; margin: 0; }
h2 { font-size: 1.15rem; margin: 0; }
small { font-weight: normal; opacity: 0.65; }
ul { list-style: none; padding: 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); }
li { border: 1px solid var(--line); border-radius: 0.75rem; padding: 1rem 1.25rem; }
li p { margin: 0.4rem 0; }
a { margin-right: 0.75rem; }
code { font-size: 0.9em; }
footer { border-top: 1px solid var(--line); margin-top: 2rem; opacity: 0.75; }
`;
