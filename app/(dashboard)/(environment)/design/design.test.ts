import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const HERE = import.meta.dirname;
const COMPONENTS = path.resolve(HERE, '../../../../components');

/** The frame in which the page stands, which shows them on every page. */
const AROUND = ['app-shell', 'nav-drawer', 'nav-list', 'providers', 'switcher', 'theme', 'theme-menu'];
/** What others are made of, or load when they are first opened or pointed at. */
const WITHIN = [
  'alert-dialog-popup',
  'dialog-popup',
  'menu-popup',
  'nav-drawer-popup',
  'toast-host',
  'tooltip-popup',
  'with-props',
];
/** Stands where nobody is signed in. */
const ELSEWHERE = ['auth-card'];

describe('the design page', () => {
  it('shows every component that there is', () => {
    const sources = readdirSync(HERE)
      .filter((file) => file.endsWith('.tsx'))
      .map((file) => readFileSync(path.join(HERE, file), 'utf8'))
      .join('\n');
    const all = readdirSync(COMPONENTS)
      .filter((file) => file.endsWith('.tsx'))
      .map((file) => path.basename(file, '.tsx'));
    expect(all.length).toBeGreaterThan(40);
    const missing = all.filter((name) => !sources.includes(`from '@/components/${name}'`));
    expect(missing.toSorted()).toEqual([...AROUND, ...WITHIN, ...ELSEWHERE].toSorted());
  });
});
