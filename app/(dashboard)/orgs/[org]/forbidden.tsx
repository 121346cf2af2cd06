import { NotAllowed } from '@/app/(dashboard)/_parts/not-allowed';

export default function NotAllowedHere() {
  return <NotAllowed who="An administrator of the organization, or of this installation," />;
}
