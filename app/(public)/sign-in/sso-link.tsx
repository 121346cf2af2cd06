import type { ReactNode } from 'react';
import { type ButtonVariant, buttonClass } from '@/components/button-styles';

export type SsoLinkProps = {
  provider: string;
  /** A path of this site, for when somebody is back. */
  next?: string | undefined;
  /** Not to sign in, but to be known by it from now on. */
  connect?: boolean | undefined;
  variant?: ButtonVariant | undefined;
  size?: 'md' | 'lg' | undefined;
  children: ReactNode;
};

/** Leaves for an identity provider. The browser's own link: what it leads to is no page of this site. */
export function SsoLink({ provider, next, connect, variant, size = 'lg', children }: SsoLinkProps) {
  return (
    <a
      href={ssoPath(provider, next, connect)}
      className={`${buttonClass(variant ?? 'secondary', size)} max-w-full`}
    >
      <span className="truncate">{children}</span>
    </a>
  );
}

export function ssoPath(provider: string, next = '/', connect = false): string {
  return `/sign-in/sso?${new URLSearchParams({
    provider,
    ...(next === '/' ? {} : { next }),
    ...(connect ? { connect: 'yes' } : {}),
  })}`;
}
