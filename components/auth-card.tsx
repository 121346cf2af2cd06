import type { ReactNode } from 'react';

export type AuthCardProps = {
  /** Above the card: a Logo. */
  brand: ReactNode;
  title: ReactNode;
  children: ReactNode;
  description?: ReactNode;
  /** Below the card. */
  footer?: ReactNode;
};

/** A page of one card, for those who are not inside yet. */
export function AuthCard({ brand, title, children, description, footer }: AuthCardProps) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 py-10 sm:justify-center sm:py-16">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex justify-center">{brand}</div>
        <div className="rounded-xl border bg-surface p-5 shadow-pop wrap-anywhere sm:p-7">
          <h1 className="text-xl font-semibold text-balance">{title}</h1>
          {description && <p className="mt-1.5 text-sm text-muted">{description}</p>}
          <div className="mt-5">{children}</div>
        </div>
        {footer && <div className="mt-5 text-center text-sm text-subtle">{footer}</div>}
      </div>
    </main>
  );
}
