import { latePackage } from '../../packages/late-package.ts'

export const yaml = latePackage<typeof import('yaml')>('yaml')
