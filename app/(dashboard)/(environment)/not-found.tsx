export { NothingHere as default } from '@/app/(dashboard)/_parts/nothing-here';
