import { comment } from './comment.ts'
import { type PackageChange, type PackageTool, packageTools } from './package-tools.ts'
import { othersFunction, versionFunction } from './packages.ts'
import { quote } from './quote.ts'
import { temporaryFunction } from './temporary.ts'

/**
 * Changes packages. While another process holds a lock it tries again until the time is up; when the lists are missing,
 * or the install fails because they are out of date, they are fetched once.
 */
export function packageScript(change: PackageChange): string {
  const { manager, install, upgrade, remove, unhold, hold, timeout } = change
  const tool = packageTools[manager]
  const specs = install.map(({ name, version }) => (version === undefined ? name : tool.spec(name, version)))
  return [
    comment(summary(change)),
    prelude(timeout),
    versionFunction,
    `rb_refresh() { ${tool.refresh}; }`,
    ...(unhold.length > 0 ? [plainly('unhold', tool.unhold(words(unhold)), unhold)] : []),
    ...(remove.length > 0 ? [removal(tool, remove)] : []),
    ...(specs.length + upgrade.length > 0 ? [`if ! { ${tool.lists}; }; then rb_fetch; fi`] : []),
    ...(specs.length > 0 ? [listed('install', tool.install(words(specs), change), specs)] : []),
    ...(upgrade.length > 0 ? [listed('upgrade', tool.upgrade(words(upgrade), change), upgrade)] : []),
    ...(hold.length > 0 ? [plainly('hold', tool.hold(words(hold)), hold)] : []),
  ].join('\n')
}

function summary({ install, upgrade, remove, unhold, hold }: PackageChange): string {
  const named = install.map(({ name, version }) => (version === undefined ? name : `${name} ${version}`))
  const said: readonly (readonly [string, readonly string[]])[] = [
    ['no longer hold', unhold],
    ['remove', remove],
    ['install', named],
    ['upgrade', upgrade],
    ['hold', hold],
  ]
  return said.flatMap(([verb, names]) => (names.length > 0 ? [`${verb} ${names.join(', ')}`] : [])).join('; ')
}

const words = (list: readonly string[]): string => list.map(quote).join(' ')

const prelude = (timeout: number): string => `DEBIAN_FRONTEND=noninteractive; export DEBIAN_FRONTEND
${temporaryFunction}
rb_temp file "\${TMPDIR:-/tmp}" || exit
rb_out=$rb_t
rb_end=$(($(date +%s) + ${Math.ceil(timeout)}))
rb_fresh=
rb_patiently() {
  until "$@" >"$rb_out" 2>&1 </dev/null; do
    grep -Eqi 'could not get lock|unable to (acquire|lock)|is another process|being used by another|exclusive lock|lock.*(held|obtain)|another (app|copy|transaction)|system management is locked' "$rb_out" || return 1
    if [ "$(date +%s)" -gt $rb_end ]; then
      echo 'another process has been working with the package manager for ${timeout} seconds: let it end, then run again'
      tail -n 5 "$rb_out"; exit 1
    fi
    sleep 2
  done
}
rb_fail() { echo "$1"; tail -n 12 "$rb_out"; exit 1; }
rb_fetch() { rb_patiently rb_refresh || rb_fail 'the lists of packages cannot be fetched'; rb_fresh=1; }
rb_listed() {
  rb_patiently "$1" && return
  [ -z "$rb_fresh" ] && grep -Eqi '${staleLists}' "$rb_out" || rb_fail "$2"
  rb_fetch
  rb_patiently "$1" || rb_fail "$2"
}`

/** What package managers say when their lists do not know a package, or know one that the mirror no longer has. */
const staleLists =
  'unable to locate|no installation candidate|404|failed to fetch|unable to fetch|no such package|no match for argument|unmet dependencies|version .* not found|unable to find a match|breaks: world'

const listed = (verb: string, script: string, names: readonly string[]): string =>
  `rb_${verb}() { ${script}; }\nrb_listed rb_${verb} ${quote(`cannot ${verb} ${names.join(', ')}`)}`

const plainly = (verb: string, script: string, names: readonly string[]): string =>
  `rb_${verb}() { ${script}; }\nrb_patiently rb_${verb} || rb_fail ${quote(`cannot ${verb} ${names.join(', ')}`)}`

/** Nothing goes that is not named: what was installed since the plan may depend on it. */
const removal = (tool: PackageTool, names: readonly string[]): string => `${othersFunction}
rb_more=$(rb_others ${words(names)}) || { echo ${quote(`${names.join(', ')} cannot be removed:`)} $rb_more; exit 1; }
[ -z "$rb_more" ] || { echo ${quote(`without ${names.join(', ')} these would go as well:`)} $rb_more; exit 1; }
${plainly('remove', tool.remove(words(names)), names)}`
