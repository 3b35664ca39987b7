import type { Version } from '../product.ts'
import { releaseOf } from '../versions/releases.ts'

/** Major versions of Java that a version of the product runs on. */
export const javaFor = (version: Version): readonly number[] => releaseOf(version).java
