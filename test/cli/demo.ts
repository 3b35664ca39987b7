/** A small project: an inventory of two local hosts, whose playbook writes a file below `target` on each. */
export const demo = (target: string): Readonly<Record<string, string>> => ({
  'hosts.ts': `import { defineInventory, local } from 'runbook'

interface Vars { text: string; name?: string }
export default defineInventory<Vars>({
  hosts: {
    is1: { connect: local(), groups: ['is'], vars: { name: 'one' } },
    is2: { connect: local(), groups: ['is'], vars: { name: 'two' } },
  },
  vars: { text: 'hello' },
})
`,
  'playbooks/motd.ts': `import * as v from 'valibot'
import { play, playbook } from 'runbook'
import { directory, file } from 'runbook/tasks'

export default playbook('motd', {
  vars: v.strictObject({ text: v.string(), name: v.optional(v.string()), version: v.optional(v.string()) }),
  plays: (inventory) => [
    play('words', inventory.group('is'), ({ name, vars }) => [
      directory({ path: '${target}/' + name }),
      file({ path: '${target}/' + name + '/motd', text: vars.text + '\\n', title: 'write the words', tags: ['words'] }),
    ]),
  ],
})
`,
})
