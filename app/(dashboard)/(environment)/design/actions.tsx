'use client';

import { Eye, MoreHorizontal, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { AlertDialog } from '@/components/alert-dialog';
import { Button } from '@/components/button';
import { CopyButton } from '@/components/copy-button';
import { Dialog, DialogActions, DialogClose } from '@/components/dialog';
import { FlashToast } from '@/components/flash-toast';
import { IconButton } from '@/components/icon-button';
import { Kbd } from '@/components/kbd';
import { LinkButton } from '@/components/link-button';
import { announce } from '@/components/live-region';
import { Menu, MenuGroup, MenuItem } from '@/components/menu';
import { ThemeSwitch } from '@/components/theme-switch';
import { useToast } from '@/components/toast';
import { Tooltip } from '@/components/tooltip';
import { Part, Row } from './part';

const VARIANTS = ['primary', 'secondary', 'ghost', 'danger'] as const;
const SIZES = ['sm', 'md', 'lg'] as const;

export function Actions() {
  const { show } = useToast();
  const [flashes, setFlashes] = useState(0);
  return (
    <Part title="What is pressed">
      <Row name="Button: variants">
        {VARIANTS.map((variant) => (
          <Button key={variant} variant={variant} icon={<Plus aria-hidden="true" />}>
            {variant}
          </Button>
        ))}
        <Button disabled>disabled</Button>
        <Button pending>pending</Button>
      </Row>
      <Row name="Button: sizes">
        {SIZES.map((size) => (
          <Button key={size} size={size}>
            {size}
          </Button>
        ))}
      </Row>
      <Row name="IconButton, LinkButton, CopyButton, Tooltip, Kbd">
        <IconButton label="Show" icon={<Eye aria-hidden="true" />} />
        <LinkButton href="/orgs">LinkButton</LinkButton>
        <CopyButton label="Copy" getText={() => Promise.resolve('an example')} />
        <Tooltip label="A tooltip says no more than the name">
          <Button>Tooltip</Button>
        </Tooltip>
        <Kbd>Ctrl K</Kbd>
      </Row>
      <Row name="Menu">
        <Menu trigger={<Button icon={<MoreHorizontal aria-hidden="true" />}>Open the menu</Button>}>
          <MenuGroup label="Choices">
            <MenuItem onSelect={() => announce('First chosen')}>First</MenuItem>
            <MenuItem onSelect={() => undefined} disabled>
              Not now
            </MenuItem>
            <MenuItem onSelect={() => undefined} tone="danger" icon={<Trash2 aria-hidden="true" />}>
              Delete
            </MenuItem>
          </MenuGroup>
        </Menu>
      </Row>
      <Row name="Dialog and AlertDialog">
        <Dialog
          title="A dialog"
          description="Something to do without leaving the page."
          trigger={<Button>Open the dialog</Button>}
        >
          <p className="text-sm">Escape, the backdrop and the corner close it.</p>
          <DialogActions>
            <DialogClose render={<Button>Close</Button>} />
          </DialogActions>
        </Dialog>
        <AlertDialog
          title="Destroy the example?"
          description="What destroys asks for the name. This one destroys nothing."
          confirmLabel="Destroy"
          typeToConfirm="example"
          action={() => Promise.resolve(undefined)}
          trigger={<Button variant="danger">Ask for a name</Button>}
        />
      </Row>
      <Row name="Toast, FlashToast">
        <Button onClick={() => show({ title: 'Saved', text: 'It can be taken back.' })}>Success</Button>
        <Button onClick={() => show({ title: 'Not saved', text: 'It stays until closed.', tone: 'danger' })}>
          Danger
        </Button>
        <Button
          onClick={() =>
            show({ title: 'Deleted', action: { label: 'Undo', onPress: () => announce('Undone') } })
          }
        >
          With Undo
        </Button>
        <Button onClick={() => setFlashes(flashes + 1)}>After a page</Button>
        {flashes > 0 && <FlashToast id={`flash ${flashes}`} title="It happened on the page before" />}
      </Row>
      <Row name="ThemeSwitch">
        <ThemeSwitch />
      </Row>
    </Part>
  );
}
