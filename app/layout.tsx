import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { Providers } from '@/components/providers';
import { parseTheme, THEME_COOKIE } from '@/components/theme-cookie';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Strongroom', template: '%s · Strongroom' },
  description: 'A vault for the secrets of organizations',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
};

/** This runs once for each request, on the server, where a clock is no impurity. */
function clockMs(): number {
  return Date.now();
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // A page made at build time would carry no nonce, and the browser would refuse its scripts.
  await connection();
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang="en" data-theme={theme} className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body>
        <Providers nonce={nonce} theme={theme} nowMs={clockMs()}>
          {children}
        </Providers>
      </body>
    </html>
  );
}
