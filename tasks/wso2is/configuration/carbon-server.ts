import type * as v from 'valibot'
import { defineTask } from '../../../lib/core/task.ts'
import { xml } from '../../edits/xml.ts'
import { hostName } from '../../support/schema.ts'
import { conf, isAtLeast, ofProductUntil } from '../product.ts'
import { offset } from '../server/ports.ts'

const options = ofProductUntil('5.8.0', {
  /** The name by which clients reach the cluster. */
  hostname: hostName,
  /** The name by which administrators reach the console. */
  managementHostname: hostName,
  /** Added to every port of the server. */
  offset,
})
export type Carbon = v.InferInput<typeof options>

/**
 * Host names, port offset and cache mode of the server (guide: "Changing hostnames and ports", step 2, and "Clustering …",
 * step 3). Kernels before that of 5.6.0 do not read `ForceLocalCache`, so it is left out there.
 *
 * @example carbonServer({ home, version: '5.7.0', hostname: 'is.example.com', managementHostname: 'is.example.com', offset: 0 })
 */
export const carbonServer = defineTask('carbonServer', {
  options,
  tasks: ({ home, version, hostname, managementHostname, offset }) =>
    xml({
      title: `name the server ${hostname}${offset === 0 ? '' : `, ports + ${offset}`}`,
      path: conf(home, 'carbon.xml'),
      edits: [
        xml.text('/Server/HostName', hostname),
        xml.text('/Server/MgtHostName', managementHostname),
        xml.text('/Server/Ports/Offset', String(offset)),
        ...(isAtLeast(version, '5.6.0')
          ? [xml.ensure('/Server/Cache', 'ForceLocalCache', xml.element('ForceLocalCache', {}, ['true']))]
          : []),
      ],
    }),
})
