import * as v from 'valibot'
import { defineTask } from '../../../lib/core/task.ts'
import { javaUnit, unitName, unitWord } from '../../java/java-unit.ts'
import { hostPath, listOf, objectOf, wordOf } from '../../support/schema.ts'
import { accountNumber, userName } from '../../system/account/accounts.ts'
import { ofProduct } from '../product.ts'
import { serverInputs } from './server-inputs.ts'
import { serverOf } from './server-of.ts'

const options = ofProduct({
  /** Name of the unit, without `.service`. */
  unit: unitName,
  /** Whom the server runs as. A user who is not there is made, and the home is given to them. */
  user: userName,
  /** The number of the user, when one is made. Nodes that share files need the same. Default: the next free one. */
  uid: v.optional(accountNumber),
  /** The JVM. */
  java: objectOf('a JVM, { home }', {
    /** Its folder on the host. */
    home: hostPath,
  }),
  /** Files of the home that the user has to read, beside those that these tasks change: a keystore of your own. */
  inputs: v.optional(listOf(hostPath, 'files of the host')),
  /** Folders outside the home that the user has to write to, such as those on a share. Default: none. */
  writes: v.optional(listOf(hostPath, 'folders of the host')),
  /** `absent`: no such unit; the user stays, and what is theirs. Default: `present`. */
  state: v.optional(wordOf('present', 'absent')),
})
export type ServerUnit = v.InferInput<typeof options>

/**
 * A systemd unit that runs the server in the foreground and starts it with the host, and the user that it runs as, to whom
 * the home belongs.
 *
 * @example serverUnit({ unit: 'wso2is', home, version, user: 'wso2', java: { home: '/usr/lib/jvm/java-8-openjdk-amd64' } })
 */
export const serverUnit = defineTask('serverUnit', {
  options,
  tasks: ({ unit, home, version, user, uid, java, inputs = [], writes = [], state = 'present' }) =>
    javaUnit({
      unit,
      description: `WSO2 Identity Server in ${home}`,
      command: `/bin/sh ${unitWord(`${home}/${serverOf(home).launcher}`)} run`,
      home,
      user,
      uid,
      javaHome: java.home,
      files: [...serverInputs({ home, version }), ...serverWrites(home), ...inputs],
      writes,
      state,
    }),
})

/** Where a server that was started by somebody else may have left what its user cannot write to. */
const serverWrites = (home: string): string[] =>
  ['repository/components/lib', 'repository/database', 'repository/logs', 'repository/logs/wso2carbon.log', 'tmp'].map(
    (path) => `${home}/${path}`,
  )
