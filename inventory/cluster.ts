import { defineInventory, secret, ssh } from 'runbook'
import type { Pattern1 } from 'runbook/playbooks/pattern1'
import { mysql } from 'runbook/tasks/wso2is'

/**
 * A whole cluster from bare Debian hosts: a database server, two nodes that share their artifacts by NFS, a load balancer
 * with a certificate of its own, and a start one after the other. Copy it, put your addresses in, and give the passwords
 * in the environment: RUNBOOK_SECRET_DB. Then:
 *
 *     runbook apply inventory/cluster.ts pattern1
 *     runbook verify inventory/cluster.ts pattern1
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

    // The names by which clients reach the cluster, and where: for the nodes' hosts files.
    hostname: 'is.example.com',
    managementHostname: 'mgt.is.example.com',
    loadBalancer: '10.0.0.10',

    // MariaDB on the host of the group db, with the databases and the pack's own scripts. Root is let in by the socket.
    databaseServer: { kind: 'mariadb', listen: '10.0.0.20' },
    databaseAdmin: { login: { user: 'root', socket: '/run/mysqld/mysqld.sock' }, options: { userHost: '10.0.0.%' } },
    databases: {
      userStore: mysql({ ...server, name: 'WSO2UMDB' }),
      identity: mysql({ ...server, name: 'WSO2_IDENTITY_DB' }),
    },

    // What changes at run time is on a share. `type` may also be cifs, efs, or bind; without `mount` the path must be there.
    share: { path: '/mnt/is', mount: { device: '10.0.0.30:/srv/is', type: 'nfs' } },

    // Made on the load balancer for both names, renewed 30 days before its end; or your own by `from`.
    tls: { algorithm: 'rsa-2048', days: 365 },

    // Debian 12 has no Java 8: name the folder of one that is on the nodes.
    java: { home: '/usr/lib/jvm/java-8-openjdk-amd64' },
    // Seconds until a server must be healthy.
    start: { timeout: 300 },
  },
})
