/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run check` holds the types; a start on a fresh clone need not check them again.
  typescript: { ignoreBuildErrors: true },
  // Native code cannot be bundled.
  serverExternalPackages: ['libsql', '@libsql/client', '@node-rs/argon2'],
  devIndicators: false,
};
