import * as v from 'valibot'
import type { Resource, Resources } from '../../lib/core/resource.ts'
import { text, truth, wordOf } from '../support/schema.ts'
import { archive } from './archive.ts'
import { directory } from './directory.ts'

interface UnpackedHome {
  /** The folder of the product on the host. */
  readonly home: string
  readonly pack?: string | undefined
  readonly state?: 'present' | 'absent' | undefined
  readonly recursive?: boolean | undefined
  /** Refuses a folder that holds another product, or nothing. */
  readonly isThere: Resource
  /** Refuses a folder that holds another product: a slip in a path must not cost another folder. */
  readonly isThereOrGone: Resource
}

/** A product as it comes out of its archive, or as it is; where it goes, nothing goes that is not this product. */
export function unpackedHome({ home, pack, state, recursive, isThere, isThereOrGone }: UnpackedHome): Resources {
  if (state !== 'absent') return [pack === undefined ? [] : archive({ from: pack, path: home, strip: 1 }), isThere]
  if (pack === undefined) return []
  return [
    isThereOrGone,
    recursive ? directory({ path: home, state, recursive }) : archive({ from: pack, path: home, strip: 1, state }),
  ]
}

/** The options of a home, beside its folder and its version. */
export const homeEntries = {
  /** The product's archive on the controller, with one folder that holds all else. Default: it is on the host already. */
  pack: v.optional(text('the path of an archive of this machine')),
  /** `absent`: what came out of the pack shall not be there; a home that was there already stays. Default: `present`. */
  state: v.optional(wordOf('present', 'absent')),
  /** With `absent`: also what was put into the home since, the logs and the data of its servers with it. */
  recursive: v.optional(truth),
}

/** All of a home goes only where it is to go. */
export const onlyIfItGoes = <Given extends Pick<UnpackedHome, 'state' | 'recursive'>>(): v.CheckAction<Given, string> =>
  v.check(
    ({ state, recursive }) => !recursive || state === 'absent',
    "recursive is for a home that goes: say state: 'absent', or leave it out",
  )
