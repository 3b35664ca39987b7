import { defineInventory, local } from 'runbook'
import type { Web } from './playbooks/web.ts'

/**
 * Two servers that are folders of this machine, below `.target`. For real ones: `connect: ssh('10.0.0.11', { user: 'deploy' })`,
 * `become: true` where the files are root's, and `root: ''`.
 */
const root = (name: string) => ({ root: `${import.meta.dirname}/.target/${name}` })

export default defineInventory<Web>({
  hosts: {
    web1: { connect: local(), groups: ['web'], vars: root('web1') },
    web2: { connect: local(), groups: ['web'], vars: root('web2') },
  },
  vars: { title: 'It works', port: 8080 },
})
