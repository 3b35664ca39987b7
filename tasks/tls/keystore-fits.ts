import * as v from 'valibot'
import { bytesOf } from '../../lib/core/content.ts'
import { localFact } from '../../lib/core/fact.ts'
import { isRefusal, refuse } from '../../lib/core/failure.ts'
import { reveal } from '../../lib/core/secret.ts'
import { defineTask } from '../../lib/core/task.ts'
import { readKeystore } from '../../lib/read/keystore.ts'
import { textOrSecret } from '../support/schema.ts'

/** Changes nothing: refuses a key store that its password does not open, or that lacks the key, before it is put anywhere. */
export const keystoreFits = defineTask('keystoreFits', {
  options: v.strictObject({ from: v.string(), password: textOrSecret, alias: v.string(), type: v.string() }),
  title: ({ from }) => `look into ${from}`,
  reads: ({ from }) => ({ local: localFact(from) }),
  plan: ({ from, password, alias, type }, { local }) => {
    if ('missing' in local) return refuse(local.missing, 'put it there, or name another file')
    const store = readKeystore(bytesOf(local.content), reveal(password))
    if (isRefusal(store)) return { ...store, refusal: `${from}: ${store.refusal}` }
    if (store.type !== type) return refuse(`${from} is of type ${store.type}`, 'name it .p12 for PKCS12, else .jks')
    const keys = store.entries.filter(({ kind }) => kind === 'key').map((entry) => entry.alias)
    return keys.includes(alias.toLowerCase())
      ? []
      : refuse(`${from} has no private key ${alias}`, `name one that it has: ${keys.join(', ') || 'none'}`)
  },
})
