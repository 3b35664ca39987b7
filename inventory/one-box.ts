import { defineInventory, secret, ssh } from 'runbook'
import type { Pattern1 } from 'runbook/playbooks/pattern1'
import { postgresql } from 'runbook/tasks/wso2is'

/**
 * Two nodes on one machine: each has a home, a port offset and a clustering port of its own. The offset is not added to
 * the clustering port. Give the database's password in the environment: RUNBOOK_SECRET_DB.
 */
const box = ssh('10.0.0.11', { user: 'deploy' })
const server = { host: '10.0.0.20', user: 'wso2carbon', password: secret('db') }

export default defineInventory<Pattern1>({
  hosts: {
    is1: { connect: box, groups: ['is'], vars: { home: '/opt/is1', memberPort: 4000, offset: 0 } },
    is2: { connect: box, groups: ['is'], vars: { home: '/opt/is2', memberPort: 4001, offset: 1 } },
  },
  become: true,
  vars: {
    version: '5.7.0',
    pack: 'files/wso2is-5.7.0.zip',
    driver: 'files/postgresql-42.2.27.jar',
    hostname: 'is.example.com',
    loadBalancer: '10.0.0.10',
    member: '10.0.0.11',
    databases: {
      userStore: postgresql({ ...server, name: 'wso2um' }),
      identity: postgresql({ ...server, name: 'wso2identity' }),
    },
  },
})
