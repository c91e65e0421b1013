import { contracts, type Family } from '@argus/contracts';
import { documentOf } from '../../openapi/document.js';
import { familyDocuments } from '../../openapi/families.js';
import { linkTo, pageOf } from './layout.js';

interface Product {
  readonly what: string;
  /** The call that a client makes first. */
  readonly first: string;
}

export const products: Readonly<Record<Family, Product>> = {
  eyetracker: {
    what: 'Accounts of people who watch where pilots look; the flights and their data are still to come.',
    first: 'POST /api/accounts/register/',
  },
  techtrack: { what: 'Industrial equipment, its readings and alarms.', first: 'POST /api/token/' },
  calibration: { what: 'Gaze by webcam.', first: 'POST /api/calibration/session/create' },
  attendance: { what: 'Who is present, by face or by hand.', first: 'POST /api/v1/auth/login/' },
  proctorx: {
    what: 'Accounts of students and institutes; supervised exams are still to come.',
    first: 'POST /signup',
  },
};

/** Says what of a family answers today: the headings of its API document. */
function card([family, { what, first }]: [string, Product]): string {
  const { title } = familyDocuments[family as Family];
  const { tags, paths } = documentOf(family as Family);
  const parts = (tags as readonly { readonly name: string }[]).map(({ name }) => name);
  const operations = Object.values(paths).flatMap((methods) => Object.keys(methods)).length;
  return `        <li class="card">
          <h2>${title}</h2>
          <p>${what}</p>
          <p>Start with <code>${first}</code></p>
          <p class="parts">${operations} operations: ${parts.join(', ')}</p>
          <p class="links">${linkTo({ href: `/swagger/?api=${family}`, text: `Try ${title}` })}
            ${linkTo({ href: `/openapi/${family}.json`, text: 'OpenAPI' })}</p>
        </li>`;
}

/** Returns the addresses that answer a browser that has no token. */
const openAddresses = (): string[] =>
  contracts
    .flatMap(({ operations }) => Object.values(operations))
    .flatMap(({ http, access, params, query }) =>
      http?.method === 'GET' && access.kind === 'public' && !params && !query ? [http.path] : [],
    )
    /* The page itself. */
    .filter((path) => path !== '/');

/** Returns the page for browsers at `/`. */
export const landingPage = (): string =>
  pageOf({
    title: 'Argus',
    styles: ['content.css', 'landing.css'],
    main: `      <div class="hero">
        <h1>Argus</h1>
        <p class="lead">One platform for watching people and machines. Five APIs answer here, each at its own paths. Four have
          accounts of their own, and a token of one is not valid for another. Gaze calibration has none: it takes the tokens
          of all.</p>
        <p class="actions"><a class="button primary" href="/swagger/">Try the APIs</a>
          <a class="button" href="/calibrate">Calibrate your gaze</a></p>
      </div>
      <ul class="products">
${Object.entries(products).map(card).join('\n')}
      </ul>
      <h2>For programs</h2>
      <dl class="facts">
        <dt>Answer without a token</dt>
        <dd>${openAddresses()
          .map((path) => linkTo({ href: path, text: path }))
          .join(', ')}</dd>
        <dt>Keys that sign tokens</dt>
        <dd>${linkTo({ href: '/.well-known/jwks.json', text: '/.well-known/jwks.json' })}</dd>
        <dt>When a call fails</dt>
        <dd>the header <code>X-Error-Code</code> says why; quote <code>X-Request-Id</code> when you report it</dd>
      </dl>`,
  });
