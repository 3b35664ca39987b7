import * as v from 'valibot'
import { defineCheck } from '../../lib/core/check.ts'
import { bytesOf } from '../../lib/core/content.ts'
import { localFact } from '../../lib/core/fact.ts'
import { isRefusal, refuse } from '../../lib/core/failure.ts'
import { reveal } from '../../lib/core/secret.ts'
import { readKeystore } from '../../lib/read/keystore.ts'
import { textOrSecret } from '../support/schema.ts'

/** Changes nothing: refuses a key store that its password does not open, or that lacks the key, before it is put anywhere. */
export const keystoreFits = defineCheck('keystoreFits', {
  options: v.strictObject({
    from: v.string(),
    password: textOrSecret,
    alias: v.string(),
    type: v.optional(v.picklist(['JKS', 'PKCS12'])),
  }),
  title: ({ from }) => `look into ${from}`,
  reads: ({ from }) => ({ local: localFact(from) }),
  check: ({ from, password, alias, type }, { local }) => {
    if ('missing' in local) return refuse(local.missing, 'put it there, or name another file')
    const store = readKeystore(bytesOf(local.content), reveal(password))
    if (isRefusal(store)) return { ...store, refusal: `${from}: ${store.refusal}` }
    if (type !== undefined && store.type !== type)
      return refuse(`${from} is of type ${store.type}, not ${type}`, 'name another, or make one of it by keytool')
    const keys = store.entries.filter(({ kind }) => kind === 'key').map((entry) => entry.alias)
    return keys.includes(alias.toLowerCase())
      ? `a key store of type ${store.type} with the private key ${alias}`
      : refuse(`${from} has no private key ${alias}`, `name one that it has: ${keys.join(', ') || 'none'}`)
  },
})
