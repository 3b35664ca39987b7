import { isAtLeast, type Version } from '../product.ts'

/** Major versions of Java that a version of the product runs on. */
export const javaFor = (version: Version): readonly number[] =>
  isAtLeast(version, '5.8.0') ? [8, 11] : isAtLeast(version, '5.6.0') ? [8] : [7, 8]
