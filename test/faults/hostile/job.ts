import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { textOf } from './ends-well.ts'

/** What is to be done on a host whose folder this is; `more` comes first. */
export const jobOn = (
  host: string,
  more = '',
): string => `import { command, directory, file, lines, play, playbook } from 'runbook'
import * as v from 'valibot'
export default playbook('p', { vars: v.object({}), plays: (inventory) => [play('p', inventory.hosts, () => [
  ${more}
  directory({ path: '${host}/d' }),
  file({ path: '${host}/d/g', text: 'new\\n', mode: 0o600 }),
  lines({ path: '${host}/f', edits: [lines.ensure('last')] }),
])] })
`

/** An inventory of one host. `connect`: an expression. */
export const oneHost = (connect: string): string =>
  `import { defineInventory, secret, shell, ssh } from 'runbook'\nexport default defineInventory({ hosts: { a: { connect: ${connect} } } })\n`

/** What is there before. */
export const beginJob = (host: string): void => writeFileSync(join(host, 'f'), 'old\n'.repeat(40))

export const isJobDone = (host: string): boolean =>
  existsSync(join(host, 'd/g')) && textOf(join(host, 'f')).includes('last')
