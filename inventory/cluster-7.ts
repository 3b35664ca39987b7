import { defineInventory, secret, ssh } from 'runbook'
import type { Pattern1 } from 'runbook/playbooks/pattern1'
import { postgresql } from 'runbook/tasks/wso2is'

/**
 * A whole cluster of Identity Server 7.2 from bare Debian hosts: PostgreSQL, two nodes that share their artifacts by NFS, a
 * load balancer with a certificate of its own, and a start one after the other. It is `cluster.ts` with another `version` and
 * with what that version needs to be given. Put your addresses in, and the secrets into the environment: RUNBOOK_SECRET_DB,
 * …_ADMIN, …_ENCRYPTION (openssl rand -hex 16), …_RECOVERY and …_KEYSTORE. Then:
 *
 *     runbook apply inventory/cluster-7.ts pattern1
 *     runbook verify inventory/cluster-7.ts pattern1
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
    version: '7.2.0',
    home: '/opt/wso2is-7.2.0',
    pack: 'files/wso2is-7.2.0.zip',
    driver: 'files/postgresql-42.7.4.jar',

    hostname: 'is.example.com',
    loadBalancer: '10.0.0.10',

    databaseServer: { kind: 'postgresql', listen: '10.0.0.20', version: 15, clients: ['10.0.0.0/24'] },
    databaseAdmin: { login: { user: 'postgres', socket: '/run/postgresql' } },
    databases: {
      userStore: postgresql({ ...server, name: 'wso2shared' }),
      identity: postgresql({ ...server, name: 'wso2identity' }),
      agentIdentity: postgresql({ ...server, name: 'wso2agents' }),
    },

    // Before the first start: what the pack has of these is the same all over the world.
    adminPassword: secret('admin'),
    encryptionKey: secret('encryption'),
    recoveryPassword: secret('recovery'),
    // For TLS; its certificate is for is.example.com and for localhost, by which a server calls itself.
    keystore: { from: 'files/is.p12', password: secret('keystore'), alias: 'is.example.com' },

    share: { path: '/mnt/is', mount: { device: '10.0.0.30:/srv/is', type: 'nfs' } },
    java: { home: '/usr/lib/jvm/java-17-openjdk-amd64', package: { debian: 'openjdk-17-jre-headless' } },
    start: { timeout: 300 },
  },
})
