import { clsx } from 'clsx';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

export type NoticeTone = 'info' | 'success' | 'warning' | 'danger';

const TONES = {
  info: { icon: Info, ground: 'border-accent-line bg-accent-soft', mark: 'text-accent-text' },
  success: { icon: CircleCheck, ground: 'border-success-line bg-success-soft', mark: 'text-success-text' },
  warning: { icon: TriangleAlert, ground: 'border-warning-line bg-warning-soft', mark: 'text-warning-text' },
  danger: { icon: CircleAlert, ground: 'border-danger-line bg-danger-soft', mark: 'text-danger-text' },
} as const;

export type NoticeProps = {
  tone?: NoticeTone | undefined;
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** For what appears after the page has loaded: it is read out. */
  live?: boolean | undefined;
  className?: string | undefined;
};

export function Notice({ tone = 'info', title, children, actions, live = false, className }: NoticeProps) {
  const { icon: Icon, ground, mark } = TONES[tone];
  const role = live ? (tone === 'danger' ? 'alert' : 'status') : undefined;
  return (
    <div
      role={role}
      className={clsx('flex gap-2.5 rounded-lg border px-3.5 py-3 text-sm', ground, className)}
    >
      <Icon aria-hidden="true" className={clsx('mt-0.5 size-4 shrink-0', mark)} />
      <div className="min-w-0 flex-1 wrap-anywhere">
        {title && <p className={clsx('font-medium', mark)}>{title}</p>}
        {children && <div className={clsx('text-ink', title && 'mt-0.5')}>{children}</div>}
        {actions && <div className="mt-2.5 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}
