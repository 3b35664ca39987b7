import { fileURLToPath } from 'node:url'
import { defineInventory, local, secret } from 'runbook'
import type { Pattern1 } from 'runbook/playbooks/pattern1'
import { mysql } from 'runbook/tasks/wso2is'
import { prepareScratch } from './demo/scratch.ts'

/**
 * The demo with Identity Server 7.2.0, which one file configures: two nodes on this machine, in one scratch folder: `.demo-7`
 * of this checkout, or the one that RUNBOOK_DEMO names. Needs no server, no root and no download: the pack is a stand-in made
 * from the files in `demo/pack-7.2.0`.
 */
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const scratch = await prepareScratch(process.env.RUNBOOK_DEMO ?? here('../.demo-7'), here('demo/pack-7.2.0'), '7.2.0')

const server = {
  host: '10.0.0.20',
  user: 'wso2carbon',
  // In an inventory of your own: secret('db'), which is read from the environment.
  password: secret('db', { value: 'demo & <not> "secret"' }),
  connector: '8',
} as const

export default defineInventory<Pattern1>({
  hosts: {
    is1: { connect: local(), groups: ['is'], vars: { home: scratch.home('is1'), memberPort: 4000 } },
    is2: { connect: local(), groups: ['is'], vars: { home: scratch.home('is2'), memberPort: 4001, offset: 1 } },
  },
  vars: {
    version: '7.2.0',
    pack: scratch.pack,
    driver: scratch.driver,
    hostname: 'is.example.com',
    loadBalancer: '10.0.0.10',
    hostsFile: scratch.hostsFile,
    member: '127.0.0.1',
    databases: {
      userStore: mysql({ ...server, name: 'WSO2UMDB' }),
      identity: mysql({ ...server, name: 'WSO2_IDENTITY_DB' }),
      agentIdentity: mysql({ ...server, name: 'WSO2_AGENT_DB' }),
    },
    // What every pack has alike, and a cluster should not: before the first start, and for ever.
    adminPassword: secret('admin', { value: 'Demo-admin-1' }),
    encryptionKey: secret('encryption', { value: '5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e' }),
    recoveryPassword: secret('recovery', { value: 'demo recovery' }),
    // The certificate of this pack has ended: a cluster of your own gets a key store of its own by `keystore`.
    accept: ['certificate'],
  },
})
