import * as v from 'valibot'
import { defineTask } from '../../lib/core/task.ts'
import { file } from '../files/file.ts'
import { hostPath, text, textOrSecret, wordOf } from '../support/schema.ts'
import { keystoreFits } from './keystore-fits.ts'

const options = v.strictObject({
  /** Where it shall be on the host. */
  path: hostPath,
  /** The key store on the controller, JKS or PKCS12. */
  from: text('the path of a key store of this machine'),
  /** That of the store. */
  password: textOrSecret,
  /** The name of the private key that must be in it. */
  alias: text('the alias of the private key'),
  /** What it must be, where a program is told so. Default: either. */
  type: v.optional(wordOf('JKS', 'PKCS12')),
  /** `absent`: no file shall be there. Default: `present`. */
  state: v.optional(wordOf('present', 'absent')),
})
export type KeystoreFile = v.InferInput<typeof options>

/**
 * A Java key store of your own, which only its owner may read. Before it is put anywhere it is looked into: its password
 * has to open it, and the key has to be there.
 *
 * @example keystore({ path: '/opt/app/conf/app.p12', from: 'keys/app.p12', password: secret('keystore'), alias: 'app' })
 */
export const keystore = defineTask('keystore', {
  options,
  tasks: ({ path, from, password, alias, type, state }) => [
    state === 'absent' ? [] : keystoreFits({ from, password, alias, type }),
    file({ path, from, mode: 0o600, state }),
  ],
})
