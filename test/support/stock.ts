import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The folder of unmodified product files: the variable RUNBOOK_STOCK, else a folder beside the repository's. */
export const stockFolder = resolve(process.env.RUNBOOK_STOCK ?? join('..', 'shared', 'wso2', 'stock'))

/**
 * The home folder of a stock Identity Server; undefined where there is none.
 *
 * @example stockHome('5.4.1')
 */
export function stockHome(version: string): string | undefined {
  const home = join(stockFolder, `wso2is-${version}`)
  return existsSync(home) ? home : undefined
}
