'use client';

export { SegmentError as default } from '@/app/(dashboard)/_parts/segment-error';
