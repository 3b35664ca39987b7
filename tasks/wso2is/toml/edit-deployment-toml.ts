import type { ContentAnswer, PathAnswer } from '../../../lib/core/answers.ts'
import { contentFact, pathFact } from '../../../lib/core/fact.ts'
import { isRefusal } from '../../../lib/core/failure.ts'
import type { Changes } from '../../../lib/core/resource.ts'
import { editToml, type TomlEdit } from '../../../lib/edit/toml/index.ts'
import { parseToml } from '../../../lib/edit/toml/parse.ts'
import type { TomlDocument } from '../../../lib/edit/toml/tree.ts'
import { editUtf8File } from '../../support/edit-file.ts'
import { conf, type TomlVersion } from '../product.ts'
import { frozenFault } from './frozen.ts'
import { knownEdits } from './known-edits.ts'
import { keepVault } from './vault.ts'

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

/**
 * Plans edits of deployment.toml: those that the version knows, in time, and with each text as it has to land. Which edits
 * they are may rest on what the file says.
 */
export const editDeploymentToml = (
  { home, version, renaming = false }: Edited,
  editsOf: (document: TomlDocument) => readonly TomlEdit[],
  { at, started }: { readonly at: ContentAnswer; readonly started: PathAnswer },
): Changes =>
  editUtf8File(tomlPath(home), at, (text) => {
    const before = parseToml(text, 'wso2')
    if (isRefusal(before)) return before
    const known = knownEdits(version, editsOf(before))
    if (isRefusal(known)) return known
    const edited = editToml(text, keepVault(before, known), { reader: 'wso2' })
    if (isRefusal(edited) || started.type === 'absent') return edited
    const after = parseToml(edited.text, 'wso2')
    return isRefusal(after) ? after : (frozenFault(version, { before, after }, renaming) ?? edited)
  })

/** Where it is. */
export const tomlPath = (home: string): string => conf(home, 'deployment.toml')

/** What a server makes at its first start, to tell later on whether the file has changed. */
const startedPath = (home: string): string => `${home}/repository/resources/conf/.metadata`
