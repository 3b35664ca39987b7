import type { CommandAnswer } from '../../core/answers.ts'
import { comment } from './comment.ts'
import { quote } from './quote.ts'

/** A working tree as it is found. Of `absent` and `empty` only `wanted` is known. */
export interface FoundClone {
  /** `none`: the host has no git. `remote`: the repository did not answer, or has no such ref; `said` says what. */
  readonly state: 'absent' | 'empty' | 'other' | 'clone' | 'none' | 'remote'
  readonly head: string
  /** Where it was cloned from. */
  readonly origin: string
  /** Whether files of it were changed. */
  readonly dirty: boolean
  /** Commits of its own that no remote has. */
  readonly ahead: boolean
  /** The commit that the ref stands for, at the remote. */
  readonly wanted: string
  readonly said: string
}

export interface CloneWords {
  readonly path: string
  readonly url: string
  readonly ref: string
  readonly depth?: number | undefined
  /** What was changed there is thrown away. */
  readonly force?: boolean | undefined
  /** The private key that it logs in by. */
  readonly key?: string | undefined
}

/** Nobody is there to answer a prompt. A working tree may belong to another user than the one who looks. */
const prelude = (key: string | undefined): string => `GIT_TERMINAL_PROMPT=0
GIT_SSH_COMMAND=${
  key === undefined
    ? `\${GIT_SSH_COMMAND:-ssh -o BatchMode=yes}`
    : quote(`ssh -o BatchMode=yes -o IdentitiesOnly=yes -i ${quote(key)}`)
}
export GIT_TERMINAL_PROMPT GIT_SSH_COMMAND
LC_ALL=C; export LC_ALL`
const inside = (path: string): string => `git -c safe.directory=${quote(path)} -C ${quote(path)}`

const isCommit = (ref: string): boolean => /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(ref)

/** Prints a word for each thing that is found. A tag that has a message stands for its commit. */
export const askClone = ({ path, url, ref, key }: CloneWords): string => `${comment(`the clone in ${path}`)}
${prelude(key)}
command -v git >/dev/null 2>&1 || { echo 'state none'; exit 3; }
${
  isCommit(ref)
    ? `echo 'wanted ${ref}'`
    : `if rb_refs=$(git ls-remote -- ${quote(url)} ${quote(ref)} ${quote(`refs/tags/${ref}^{}`)} 2>&1); then
  printf '%s\\n' "$rb_refs" | awk -v ref=${quote(ref)} '
    $2 == "refs/tags/" ref "^{}" { best = $1; rank = 4 }
    $2 == "refs/tags/" ref && rank < 3 { best = $1; rank = 3 }
    $2 == "refs/heads/" ref && rank < 2 { best = $1; rank = 2 }
    $2 == ref && rank < 1 { best = $1; rank = 1 }
    END { if (best != "") print "wanted " best }'
else printf 'said %s\\n' "$(printf %s "$rb_refs" | tail -n 1)"
fi`
}
if [ ! -e ${quote(path)} ]; then echo 'state absent'
elif [ -d ${quote(path)} ] && [ -z "$(ls -A -- ${quote(path)})" ]; then echo 'state empty'
elif [ "$(cd -- ${quote(path)} 2>/dev/null && git -c safe.directory="$PWD" rev-parse --show-prefix 2>/dev/null; echo $?)" != "
0" ]; then echo 'state other'
else
  echo 'state clone'
  echo "head $(${inside(path)} rev-parse -q --verify HEAD)"
  echo "origin $(${inside(path)} config --get remote.origin.url)"
  [ -z "$(${inside(path)} status --porcelain | head -n 1)" ] || echo 'dirty yes'
  [ -z "$(${inside(path)} rev-list -n 1 HEAD --not --remotes --tags 2>/dev/null)" ] || echo 'ahead yes'
fi`

export function readClone({ output }: CommandAnswer): FoundClone {
  const word = (name: string) => new RegExp(`^${name} (.*)$`, 'm').exec(output)?.[1] ?? ''
  const wanted = word('wanted')
  const found = states.find((one) => one === word('state')) ?? 'none'
  return {
    state: found !== 'none' && wanted === '' ? 'remote' : found,
    head: word('head'),
    origin: word('origin'),
    dirty: word('dirty') === 'yes',
    ahead: word('ahead') === 'yes',
    wanted,
    said: word('said'),
  }
}

const states = ['absent', 'empty', 'other', 'clone', 'none'] as const

/** The answer as it will be. */
export const showClone = (url: string, commit: string): CommandAnswer => ({
  status: 0,
  output: `wanted ${commit}\nstate clone\nhead ${commit}\norigin ${url}\n`,
})

/** A clone beside its place, which is renamed into it: all of it or nothing. */
export function cloneScript({ path, url, ref, depth, key }: CloneWords, commit: string): string {
  const shallow = depth === undefined ? '' : ` --depth ${depth}`
  const part = `${path}.runbook-clone`
  return `${comment(`clone ${url} at ${ref} (${commit.slice(0, 12)})`)}
${prelude(key)}
rm -rf -- ${quote(part)}
trap ${quote(`rm -rf -- ${quote(part)}`)} EXIT
git init -q -- ${quote(part)} || exit
${inside(part)} remote add origin ${quote(url)} || exit
${fetching(part, { ref, shallow, commit })}
${checkout(part, ref, commit)} || exit
if [ -d ${quote(path)} ]; then rmdir -- ${quote(path)} || exit; fi
mv -- ${quote(part)} ${quote(path)}`
}

/** Fetches, and goes to a commit; files that nobody has committed stay as they are, or stop it. */
export function updateScript({ path, url, ref, depth, key, force = false }: CloneWords, commit: string): string {
  const shallow = depth === undefined ? '' : ` --depth ${depth}`
  return `${comment(`update ${path} to ${ref} (${commit.slice(0, 12)})`)}
${prelude(key)}
${inside(path)} remote set-url origin ${quote(url)} || exit
${fetching(path, { ref, shallow, commit })}
${force ? `${inside(path)} reset -q --hard && ${inside(path)} clean -fdq || exit\n` : ''}${checkout(path, ref, commit)}`
}

/** Takes a working tree away. */
export const removeClone = (path: string): string =>
  `${comment(`remove the clone in ${path}`)}\nrm -rf -- ${quote(path)}`

/** A commit by its number alone is given by few servers; then all is fetched. */
const fetching = (path: string, { ref, shallow, commit }: { ref: string; shallow: string; commit: string }): string =>
  isCommit(ref)
    ? `${inside(path)} fetch -q --tags${shallow} origin ${commit} 2>/dev/null || ${inside(path)} fetch -q --tags origin '+refs/heads/*:refs/remotes/origin/*' || exit`
    : `${inside(path)} fetch -q --no-tags${shallow} origin ${quote(ref)} || exit
rb_got=$(${inside(path)} rev-parse -q --verify 'FETCH_HEAD^{commit}') || exit
[ "$rb_got" = ${commit} ] || { echo ${quote(`${ref} is another commit by now:`)} "$rb_got: run again"; exit 75; }`

/** No branch is moved: what is checked out is that commit, whatever moves later. */
const checkout = (path: string, ref: string, commit: string): string =>
  `${inside(path)} -c advice.detachedHead=false checkout -q --detach ${commit} -- && ${inside(path)} update-ref ${quote(`refs/remotes/origin/${isCommit(ref) ? 'runbook' : ref}`)} ${commit}`

/** Goes back to the commit of before. */
export const backScript = (path: string, commit: string): string =>
  `${comment(`take ${path} back to ${commit.slice(0, 12)}`)}
${inside(path)} -c advice.detachedHead=false checkout -q --detach ${commit} --`
