import { linkTo, pageOf, usualPlaces } from './layout.js';

/** Returns the page for browsers at an address that does not exist. It does not repeat the address. */
export const notFoundPage = (): string =>
  pageOf({
    title: 'Not found · Argus',
    styles: ['content.css'],
    main: `      <div class="card">
        <h1>There is no page at this address</h1>
        <p class="lead">Perhaps it was typed wrongly, or what was here has moved.</p>
        <ul>
          ${[{ href: '/', text: 'Start page' }, ...usualPlaces].map((place) => `<li>${linkTo(place)}</li>`).join('\n          ')}
        </ul>
      </div>`,
  });
