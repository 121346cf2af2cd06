import { RowCheckbox } from '@/components/checkbox';
import type { Column } from '@/components/table';
import type { SecretSummary } from '@/lib/vault';
import { BULK_FORM } from './bulk-form';

/** What is checked here is sent by the bar below the list. */
export const chooseColumn: Column<SecretSummary> = {
  key: 'choose',
  header: 'Choose',
  kind: 'select',
  cell: ({ id, name }) => <RowCheckbox form={BULK_FORM} name="ids" value={id} label={`Choose ${name}`} />,
};
