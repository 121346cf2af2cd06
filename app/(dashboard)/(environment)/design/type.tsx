import { clsx } from 'clsx';
import { Part, Row } from './part';

const SIZES = ['text-2xs', 'text-xs', 'text-sm', 'text-base', 'text-lg', 'text-xl', 'text-2xl'];
const SPACES = ['w-1', 'w-2', 'w-3', 'w-4', 'w-5', 'w-6', 'w-8', 'w-12'];
const RADII = ['rounded-xs', 'rounded-sm', 'rounded-md', 'rounded-lg', 'rounded-xl'];
const SHADOWS = ['shadow-xs', 'shadow-sm', 'shadow-pop', 'shadow-dialog'];

export function Type() {
  return (
    <Part title="Type, space and form">
      <Row name="Type: Geist, and Geist Mono for names and values">
        {SIZES.map((size) => (
          <span key={size} className={size}>
            {size.replace('text-', '')}
          </span>
        ))}
        <span className="font-mono text-sm">database/password</span>
      </Row>
      <Row name="Space: steps of 4 px">
        {SPACES.map((space) => (
          <span key={space} className="flex flex-col items-start gap-1 text-2xs text-subtle">
            <span className={clsx('h-3 rounded-xs bg-accent', space)} />
            {space.replace('w-', '')}
          </span>
        ))}
      </Row>
      <Row name="Corners">
        {RADII.map((radius) => (
          <span
            key={radius}
            className={clsx('border border-line-strong bg-sunken px-3 py-2 text-xs', radius)}
          >
            {radius.replace('rounded-', '')}
          </span>
        ))}
      </Row>
      <Row name="Shadows, the higher the further from the page">
        {SHADOWS.map((shadow) => (
          <span key={shadow} className={clsx('rounded-md bg-raised px-3 py-2 text-xs', shadow)}>
            {shadow.replace('shadow-', '')}
          </span>
        ))}
      </Row>
      <Row name="Motion: 120 ms, and none for those who ask for less">
        <span className="rounded-md border px-3 py-2 text-sm transition-colors hover:bg-hover">
          Point at this
        </span>
      </Row>
    </Part>
  );
}
