import { defineInventory, secret, ssh } from 'runbook'
import type { Pattern1 } from 'runbook/playbooks/pattern1'
import { mysql } from 'runbook/tasks/wso2is'

/**
 * Two nodes on machines of their own, behind a load balancer, on one database server. Copy it, put your addresses in,
 * and give the password in the environment: RUNBOOK_SECRET_DB.
 */
const deploy = { user: 'deploy' }
const server = { host: '10.0.0.20', user: 'wso2carbon', password: secret('db') }

export default defineInventory<Pattern1>({
  hosts: {
    is1: { connect: ssh('10.0.0.11', deploy), groups: ['is'], vars: { member: '10.0.0.11' } },
    is2: { connect: ssh('10.0.0.12', deploy), groups: ['is'], vars: { member: '10.0.0.12' } },
    lb: { connect: ssh('10.0.0.10', deploy), groups: ['lb'] },
    db: { connect: ssh('10.0.0.20', deploy), groups: ['db'] },
  },
  become: true,
  vars: {
    version: '5.4.1',
    home: '/opt/wso2is-5.4.1',
    pack: 'files/wso2is-5.4.1.zip',
    driver: 'files/mysql-connector-java-5.1.49.jar',
    hostname: 'is.example.com',
    certificateNames: ['is.example.com'],
    loadBalancer: '10.0.0.10',
    databases: {
      userStore: mysql({ ...server, name: 'WSO2UMDB' }),
      identity: mysql({ ...server, name: 'WSO2_IDENTITY_DB' }),
    },
  },
})
