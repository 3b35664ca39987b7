import * as v from 'valibot'
import { isAddress } from '../../../lib/core/address.ts'
import { isAtOrBelow } from '../../../lib/core/paths.ts'
import { algorithms, pairFolder } from '../../../lib/remote/posix/certificate.ts'
import { kindsBy, notTaken } from '../../support/kinds.ts'
import { hostPath, someOf, text, textOrSecret, truth, whole, wordOf } from '../../support/schema.ts'

/** What ends in digits alone is a mistyped address. */
const isName = /^(?!(.*\.)?\d+$)(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i

const hostName: v.GenericSchema<string> = v.pipe(
  text('a host name'),
  v.check(
    (name) => isName.test(name) || isAddress(name),
    ({ input }) => `${JSON.stringify(input)} is no host name or IP address: write it as in is.example.com`,
  ),
)

const filesOf = (whose: string): string => `give the files of ${whose}, as in { certificate: …, key: … }`

const pair = {
  /** The certificate, PEM; its folder is made when it is not there. Its name and the key's become links into the folder `<path>.d`, which keeps all former pairs. */
  path: hostPath,
  /** The private key, PEM, for its owner alone (0600). */
  key: hostPath,
  /** Host names (also `*.example.com`) and IP addresses that it shall be for; the first is its common name too. */
  names: someOf(hostName, 'host names, as in is.example.com'),
}

const ofMade = {
  /** Default: rsa-2048; a certificate that is there already may have any that is strong enough. */
  algorithm: v.optional(wordOf(...algorithms)),
  /** Days that it is valid. Default: 365. */
  days: v.optional(whole('a number of days', 1, 36_500)),
  /** Days before its end at which it is renewed, with a new key, by the clock of the host. Default: 30. */
  renewBefore: v.optional(whole('a number of days', 0, 36_500)),
  /** Files on the host of the authority that signs it. Default: it signs itself. */
  ca: v.optional(
    v.strictObject(
      {
        /** Its certificate, PEM. */
        certificate: hostPath,
        /** Its private key, PEM. */
        key: hostPath,
        /** Of its key. Default: the key is not encrypted. */
        password: v.optional(textOrSecret),
      },
      filesOf('an authority'),
    ),
  ),
}

const ofBrought = {
  /** Your own pair, PEM files of the controller; signers follow the certificate in its file. */
  from: v.strictObject(
    {
      /** The certificate, and those of who signed it. */
      certificate: text('a file of this machine'),
      /** Its private key. */
      key: text('a file of this machine'),
    },
    filesOf('your own'),
  ),
}

const present = {
  /** Default: present. */
  state: v.optional(v.literal('present', ({ received }) => `it is ${received}: give 'present' or 'absent'`)),
  formerPairs: notTaken("it is for a certificate that goes: say state: 'absent', or leave it out"),
}
const made = v.strictObject({ ...pair, ...ofMade, from: notTaken(''), ...present })

const beside = notTaken('it is for a certificate that is made on the host: leave it out, or leave `from` out')
const brought = v.strictObject({
  ...pair,
  ...ofBrought,
  algorithm: beside,
  days: beside,
  renewBefore: beside,
  ca: beside,
  ...present,
})

const gone = v.strictObject({
  ...pair,
  names: v.optional(pair.names),
  ...ofMade,
  from: v.optional(ofBrought.from),
  /** Neither the certificate nor its key shall be there, where this task has put them. */
  state: v.literal('absent'),
  /** Also remove the pairs that were in place before. Default: such are a refusal. */
  formerPairs: v.optional(truth),
})

/** A pair that is made on the host, or brought from the controller, or one that goes. */
export const options = v.pipe(
  kindsBy(
    (given: { readonly state?: unknown; readonly from?: unknown }) =>
      given.state === 'absent' ? gone : given.from === undefined ? made : brought,
    [made, brought, gone],
  ),
  v.check(
    ({ path, key }) => path !== key && !isAtOrBelow(key, pairFolder({ path })),
    'path and key have one place: give each a file of its own',
  ),
  v.check(
    ({ state, days = 365, renewBefore = 30 }) => state === 'absent' || renewBefore < days,
    ({ input: { days = 365, renewBefore = 30 } }) =>
      `renewBefore is ${renewBefore} of ${days} days: give fewer, or it would be renewed with every run`,
  ),
)
export type Certificate = v.InferInput<typeof options>
export type MadePair = v.InferOutput<typeof made>
export type Brought = v.InferOutput<typeof brought>
export type Gone = v.InferOutput<typeof gone>
