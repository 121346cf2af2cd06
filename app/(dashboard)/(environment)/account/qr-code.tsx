/* oxlint-disable jsx-a11y/prefer-tag-over-role -- an img would want an address, and this is in none */
import type { QrPath } from '@/lib/web/qr-path';

/** Black on white in both schemes: cameras know it no other way. */
export function QrCode({ size, path, label }: QrPath & { label: string }) {
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-52 shrink-0 rounded-md border"
    >
      <path fill="#fff" d={`M0 0h${size}v${size}h-${size}z`} />
      <path fill="#000" d={path} />
    </svg>
  );
}
