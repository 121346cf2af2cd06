'use client';

import { CSPProvider } from '@base-ui/react/csp-provider';
import type { ReactNode } from 'react';
import { LiveRegion } from './live-region';
import { ThemeProvider } from './theme';
import type { Theme } from './theme-cookie';
import { RequestTime } from './time';
import { ToastArea } from './toast';

export type ProvidersProps = {
  children: ReactNode;
  /** Of this request's content security policy. */
  nonce: string | undefined;
  theme: Theme;
  /** The server's clock, in milliseconds. */
  nowMs: number;
};

/** What components expect around them; once, in the root layout. */
export function Providers({ children, nonce, theme, nowMs }: ProvidersProps) {
  return (
    <CSPProvider nonce={nonce}>
      <ThemeProvider initial={theme}>
        <RequestTime value={nowMs}>
          <div className="isolate">{children}</div>
          <LiveRegion />
          <ToastArea />
        </RequestTime>
      </ThemeProvider>
    </CSPProvider>
  );
}
