import type { ContentAnswer, PathAnswer } from '../../../lib/core/answers.ts'
import { contentFact, pathFact } from '../../../lib/core/fact.ts'
import { isRefusal } from '../../../lib/core/failure.ts'
import type { Changes } from '../../../lib/core/resource.ts'
import { isSecret } from '../../../lib/core/secret.ts'
import { editToml, type TomlEdit } from '../../../lib/edit/toml/index.ts'
import { parseToml } from '../../../lib/edit/toml/parse.ts'
import type { TomlDocument } from '../../../lib/edit/toml/tree.ts'
import { editTextFile } from '../../support/edit-file.ts'
import { conf, type TomlVersion } from '../product.ts'
import { frozenFault } from './frozen.ts'
import { knownEdits } from './known-edits.ts'
import { textAt } from './leaves.ts'

interface Edited {
  readonly home: string
  readonly version: TomlVersion
  readonly renaming?: boolean | undefined
}

/** What has to be known before the file is edited. */
export const tomlReads = ({ home }: Pick<Edited, 'home'>) => ({
  at: contentFact(tomlPath(home)),
  started: pathFact(startedPath(home)),
})

/** Plans edits of deployment.toml: those that the version knows, in time, and with each text as it has to land. */
export const editDeploymentToml = (
  { home, version, renaming = false }: Edited,
  edits: readonly TomlEdit[],
  { at, started }: { readonly at: ContentAnswer; readonly started: PathAnswer },
): Changes =>
  editTextFile(tomlPath(home), at, (text) => {
    const document = parseToml(text, 'wso2')
    if (isRefusal(document)) return document
    const known = knownEdits(version, edits)
    if (isRefusal(known)) return known
    const own = known.filter((edit) => !isInVault(document, edit))
    const late = started.type === 'absent' ? undefined : frozenFault(version, document, own, renaming)
    return late ?? editToml(text, own, { reader: 'wso2' })
  })

/** Where it is. */
export const tomlPath = (home: string): string => conf(home, 'deployment.toml')

/** What a server makes at its first start, to tell later on whether the file has changed. */
const startedPath = (home: string): string => `${home}/repository/resources/conf/.metadata`

/** A secret that somebody has put into the product's own vault stays there. */
const isInVault = (document: TomlDocument, edit: TomlEdit): boolean =>
  edit.edit === 'set' && isSecret(edit.value) && textAt(document, edit.at.map(String))?.startsWith('$secret{') === true
