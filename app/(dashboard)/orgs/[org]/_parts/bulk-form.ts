/** The id of the form that the checkboxes of a list belong to, wherever they stand. */
export const BULK_FORM = 'bulk';
