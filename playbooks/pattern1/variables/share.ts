import * as v from 'valibot'
import { password, path, words } from './values.ts'

export const share = v.optional(
  v.strictObject({
    /** The folder by which a node sees it. */
    path,
    /** What changes at run time only, or all of the deployment, as in the guide, up to 5.8.0. */
    what: v.optional(v.picklist(['runtime', 'deployment']), 'runtime'),
    /** What to mount there. Default: it is there already. */
    mount: v.optional(
      v.strictObject({
        /** As in `10.0.0.30:/srv/is` or `//files/is`; for `bind` a folder. */
        device: words('the device'),
        /** Its file system: `efs` is that of Amazon, `cifs` is SMB. */
        type: v.picklist(['nfs', 'cifs', 'efs', 'bind']),
        /** Mount options beside the usual ones. */
        options: v.exactOptional(v.array(v.string())),
        credentials: v.exactOptional(
          v.strictObject({ user: words('the user'), password, domain: v.exactOptional(v.string()) }),
        ),
      }),
    ),
  }),
)
