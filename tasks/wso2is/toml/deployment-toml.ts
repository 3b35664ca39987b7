import * as v from 'valibot'
import { defineTask } from '../../../lib/core/task.ts'
import type { TomlEdit } from '../../../lib/edit/toml/index.ts'
import { editsOf } from '../../edits/support/edits.ts'
import { hostPath, truth } from '../../support/schema.ts'
import { tomlVersions } from '../product.ts'
import { editDeploymentToml, tomlReads } from './edit-deployment-toml.ts'

/** The options that every task has that edits this file. */
export const tomlEntries = {
  /** The folder of the product on the host (CARBON_HOME). */
  home: hostPath,
  /** Its version, which decides what keys it reads. */
  version: v.picklist(
    tomlVersions,
    ({ received }) =>
      `it is ${received}: give a version that is configured by deployment.toml: ${tomlVersions.join(', ')}`,
  ),
}

const options = v.strictObject({
  ...tomlEntries,
  /** In order, each on the result of the one before. */
  edits: editsOf<TomlEdit>('TOML'),
  /** Change names and ports of a server that has started, too, which keeps the old ones in its database. Default: refuse. */
  renaming: v.optional(truth),
})
export type DeploymentToml = v.InferInput<typeof options>

/**
 * The one file that Identity Server 5.9.0 and later are configured by. Texts are given as they are meant: what XML needs
 * escaped is escaped. Refused are a key that the version does not read, a value that it makes nothing of, a text that the
 * product would take for something else, a file that its parser does not take, and a change that comes after the first start.
 *
 * @example
 * deploymentToml({ home, version: '7.2.0', edits: [toml.set('server.hostname', 'is.example.com')] })
 */
export const deploymentToml = defineTask('deploymentToml', {
  options,
  title: ({ home }) => `edit deployment.toml of ${home}`,
  reads: tomlReads,
  plan: ({ edits, ...args }, answers) => editDeploymentToml(args, () => edits, answers),
})
