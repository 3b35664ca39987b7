import * as v from 'valibot'
import { hostPath, text } from '../../support/schema.ts'

/** Where the scripts are: in the unpacked product on this host, or in its zip on the controller, put `to` a folder here. */
export type ScriptsFrom =
  | {
      /** The unpacked product on the host. */
      readonly home: string
    }
  | {
      /** The product's zip, on the controller. */
      readonly pack: string
      /** A folder on the host for the scripts. */
      readonly to: string
      /** The pack's top folder. Default: `wso2is-VERSION`. */
      readonly root?: string | undefined
    }

export const scriptsFrom: v.GenericSchema<ScriptsFrom> = v.union(
  [
    v.strictObject({ home: hostPath }),
    v.strictObject({
      pack: text('the path of a zip on this machine'),
      to: hostPath,
      root: v.optional(text('the top folder of the zip')),
    }),
  ],
  'say where the scripts are: { home } of an unpacked product on the host, or { pack, to, root? } for its zip on this machine',
)
