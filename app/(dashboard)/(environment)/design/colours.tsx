import { clsx } from 'clsx';
import { Part, Row } from './part';

const GROUNDS = ['bg-canvas', 'bg-surface', 'bg-raised', 'bg-sunken'];
const TEXTS = ['text-ink', 'text-muted', 'text-subtle', 'text-accent-text', 'text-danger-text'];
const SOFT = [
  'border-accent-line bg-accent-soft text-accent-text',
  'border-success-line bg-success-soft text-success-text',
  'border-warning-line bg-warning-soft text-warning-text',
  'border-danger-line bg-danger-soft text-danger-text',
];
const SOLID = ['bg-accent text-white', 'bg-danger text-white'];

/** What is named here is checked against WCAG in contrast.test.ts, in both schemes. */
export function Colours() {
  return (
    <Part title="Colours">
      <p className="max-w-prose text-sm text-muted">
        Text has a contrast of at least 4.5:1 on every ground that it stands on, edges of controls and the
        focus ring 3:1. Each colour is written once, for light and dark.
      </p>
      <Row name="Text on the grounds">
        {GROUNDS.map((ground) => (
          <div key={ground} className={clsx('flex flex-col gap-1 rounded-md border p-3 text-sm', ground)}>
            {TEXTS.map((text) => (
              <span key={text} className={text}>
                {text.replace('text-', '')} on {ground.replace('bg-', '')}
              </span>
            ))}
          </div>
        ))}
      </Row>
      <Row name="Soft, for notices and badges">
        {SOFT.map((classes) => (
          <span key={classes} className={clsx('rounded-md border px-3 py-2 text-sm', classes)}>
            {/bg-(\S+)/.exec(classes)?.[1]}
          </span>
        ))}
      </Row>
      <Row name="Solid, for what is pressed">
        {SOLID.map((classes) => (
          <span key={classes} className={clsx('rounded-md px-3 py-2 text-sm', classes)}>
            {/bg-(\S+)/.exec(classes)?.[1]}
          </span>
        ))}
      </Row>
      <Row name="Lines and the focus ring">
        <span className="rounded-md border px-3 py-2 text-sm">line</span>
        <span className="rounded-md border border-line-strong px-3 py-2 text-sm">line-strong</span>
        <span className="rounded-md px-3 py-2 text-sm outline-2 outline-offset-2 outline-focus">focus</span>
      </Row>
    </Part>
  );
}
