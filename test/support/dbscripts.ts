import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A database script like the product's, by its path below `dbscripts`. */
export const dbscripts = (name: string): string => join(process.cwd(), 'test', 'fixtures', 'dbscripts', name)

/** Those for MySQL, by their paths in a pack of 7.2.0. */
export function dbscripts7(): Readonly<Record<string, Buffer>> {
  const fixture = (name: string) => readFileSync(dbscripts(`mysql/${name}`))
  return {
    'dbscripts/mysql.sql': fixture('mysql5.7.sql'),
    'dbscripts/identity/mysql.sql': fixture('identity/mysql-5.7.sql'),
    'dbscripts/consent/mysql.sql': fixture('consent/mysql-5.7.sql'),
    'dbscripts/identity/agent/mysql.sql': Buffer.from('CREATE TABLE IDN_AGENT (N INT);\n'),
  }
}
