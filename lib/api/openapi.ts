import type { ApiApp } from './context';

const DOCUMENT = {
  openapi: '3.1.0',
  info: {
    title: 'Strongroom',
    version: '1',
    description:
      'A vault for the secrets of organizations. WorkOS Vault SDKs work against it: change the host, and nothing else.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
};

/** `/openapi.json`: made once, from the schemas that validate. It holds no secret, so it asks for no key. */
export function openApiEndpoint(app: ApiApp): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', { type: 'http', scheme: 'bearer' });
  let made: string | undefined;
  app.get('/openapi.json', (c) => {
    made ??= JSON.stringify(app.getOpenAPI31Document(DOCUMENT));
    return c.body(made, 200, { 'Content-Type': 'application/json' });
  });
}
