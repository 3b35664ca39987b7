import { join } from 'node:path'

/** A database script like the product's, by its path below `dbscripts`. */
export const dbscripts = (name: string): string => join(process.cwd(), 'test', 'fixtures', 'dbscripts', name)
