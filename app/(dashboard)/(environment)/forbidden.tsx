export { NotAllowed as default } from '@/app/(dashboard)/_parts/not-allowed';
