export type PlaceFieldsProps = { organizationId: string; secretId?: string };

/** Says what a form is about, with scripts and without: see placeOf. */
export function PlaceFields({ organizationId, secretId }: PlaceFieldsProps) {
  return (
    <>
      <input type="hidden" name="organizationId" value={organizationId} />
      {secretId !== undefined && <input type="hidden" name="secretId" value={secretId} />}
    </>
  );
}
