import { latePackage } from '../../packages/late-package.ts'

export const xmlJs = latePackage<typeof import('xml-js')>('xml-js')
