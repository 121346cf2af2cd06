/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run check` holds the types; a start on a fresh clone need not check them again.
  typescript: { ignoreBuildErrors: true },
  // Native code cannot be bundled.
  serverExternalPackages: ['libsql', '@libsql/client', '@node-rs/argon2'],
  devIndicators: false,
  // In development Next would print what a form sends, and what a browser's console says.
  logging: { serverFunctions: false, browserToTerminal: false },
  // There are no images to convert, and the converter fetches any local path from the inside.
  images: { unoptimized: true },
  experimental: {
    // forbidden(): a page for what is seen but not allowed, with status 403.
    authInterrupts: true,
    // Of a form's body, which is held in memory: room for a value of 64 KiB, percent-encoded, and to spare.
    proxyClientMaxBodySize: '1mb',
    serverActions: { bodySizeLimit: '1mb' },
  },
};
