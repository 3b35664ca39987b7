import type { Attributes } from '../../core/answers.ts'
import { bytesOf, digestOf, isLocal } from '../../core/content.ts'
import type { NetOperation, Precondition } from '../../core/net-effect.ts'
import type { Operation } from '../../core/operation.ts'
import { join, parentOf } from '../../core/paths.ts'
import { fill } from '../../core/reference.ts'
import { changedStatus, type StagedOperation } from '../dialect.ts'
import { userScript } from './frame.ts'
import { quote } from './quote.ts'
import { sumFunction, tellNoSum } from './sha256.ts'

/** Largest content that travels inside the script; the rest is uploaded first. Bytes. */
const inlineLimit = 64 * 1024

/**
 * One script that carries out operations in order, and stops at the first that fails. For each it prints
 * `<nonce> INDEX started`, then, as it ends, `<nonce> INDEX STATUS LEN` and what it said (LEN bytes). It starts no other once there is a file at `halt`.
 */
export function applyScript(operations: readonly StagedOperation[], nonce: string, halt: string): string {
  const each = operations.map(({ net, uploaded }, index) => {
    const guard = net.precondition ? [guardLine(net)] : []
    const body = [...guard, operationScript(net.operation, uploaded, nonce)].join(' && \\\n')
    const told = net.operation.op === 'run' ? toldByFile(body, `${halt}-said`) : toldByPipe(body)
    return `if [ -z "$rb_stop" ] && [ ! -e ${quote(halt)} ]; then\nrb_head='${nonce} ${index}'\nprintf '\\n%s started\\n' "$rb_head"\n${told}\n[ $x = 0 ] || rb_stop=1\nfi`
  })
  return [prelude, 'rb_stop=', ...each].join('\n')
}

const toldByPipe = (body: string): string =>
  `o=$( {\n${body}\n} 2>&1 ); x=$?\nprintf '\\n%s %s %s\\n%s' "$rb_head" $x "\${#o}" "$o"`

/**
 * A program that a script leaves running keeps a pipe open, and the run would wait for it: a file does not. The file
 * loses its name before the script begins, so that nothing is left of it however this ends.
 */
const toldByFile = (body: string, path: string): string =>
  `if (umask 077; set -C; : >${quote(path)}) 2>/dev/null; then
exec 7<${quote(path)} 8>${quote(path)} 9<${quote(path)}; rm -f ${quote(path)}
{\n${body}\n} >&8 2>&1 7<&- 8>&- 9<&-; x=$?
n=$(($(wc -c <&7))); [ $n -le ${mostTold} ] || n=${mostTold}
printf '\\n%s %s %s\\n' "$rb_head" $x $n; tail -c $n <&9; exec 7<&- 8>&- 9<&-
else\n${toldByPipe(body)}\nfi`

/** Most bytes of what a script has said that are told, the last ones. */
const mostTold = 64 * 1024

/** Whether content has to be uploaded: it is large, lies in a file of the controller, or holds bytes that no script can. */
export function mustUpload(operation: Operation): boolean {
  if (operation.op !== 'write') return false
  const { content } = operation
  if (isLocal(content) || 'base64' in content || content.charset !== undefined) return true
  return content.text.includes('\0') || bytesOf(content).length > inlineLimit
}

/**
 * Functions of the host's shell, sent once. A new file is made ready in a folder that only its owner may enter, so that
 * whatever it takes over from the old one on the way (mode, owner, ACL) gives it to nobody; it leaves as it is to be. It
 * is made anew (`set -C`): nobody's link is followed. A mode may be meant for the new owner and group alone, and the old
 * one for the old: in between, `rb_own` leaves only what both allow. The kernel takes the set-user and set-group bits from
 * a file that gets another owner; they are given back. Only a mount point is written in place, from a copy that is whole.
 */
const prelude = `nl='
'
rb_changed() { echo "$1"; return ${changedStatus}; }
${sumFunction}
rb_was() {
  case $2 in
    absent) if { [ -e "$1" ] || [ -L "$1" ]; } && ! rb_is "$@"; then rb_changed "something is at $1 now"; fi ;;
    directory) [ -d "$1" ] || rb_changed "$1 is no longer a directory" ;;
    symlink) [ -L "$1" ] && { [ $# -lt 3 ] || [ "$(readlink "$1"; echo .)" = "$3$nl." ]; } || rb_changed "$1 no longer links to $3" ;;
    file) [ -f "$1" ] && [ ! -L "$1" ] || rb_changed "$1 is no longer a file" ;;
    sha) if [ ! -f "$1" ] || [ -L "$1" ]; then rb_changed "$1 is no longer a file"; return; fi
      s=$(rb_sum <"$1"); s=\${s%% *}
      [ "$s" != - ] || { ${tellNoSum}; return 1; }
      [ "$s" = "$3" ] || rb_changed "$1 has another content now" ;;
  esac
}
rb_is() {
  case $3 in
    directory) [ -d "$1" ] && [ ! -L "$1" ] ;;
    symlink) [ -L "$1" ] && [ "$(readlink "$1"; echo .)" = "$4$nl." ] ;;
    file) [ -f "$1" ] && [ ! -L "$1" ] && [ "$(rb_sum <"$1" | cut -c 1-64)" = "$4" ] ;;
    *) false ;;
  esac
}
rb_room() { umask 077 && mkdir -m 700 -- "$1"; }
rb_write() { set -C && cat >"$1/new"; }
rb_place() {
  if [ -f "$2" ]; then
    n=$(stat -c %h -- "$2") && [ "$n" -gt 1 ] && echo "$2 had $n names: the others keep the old content"
    cp --attributes-only --preserve=all --no-preserve=timestamps -- "$2" "$1/new" 2>/dev/null ||
      { chown "$(stat -c %u:%g -- "$2")" "$1/new" && chmod "$(stat -c %a -- "$2")" "$1/new"; } || return
  fi
  if [ "$3" = - ] && [ "$4" != - ]; then rb_own "$1/new" "$4" - || return
  elif [ "$4" != - ]; then chown -- "$4" "$1/new" || return
  fi
  if [ "$3" != - ]; then chmod "$3" "$1/new" || return; fi
  sync -- "$1/new" 2>/dev/null || sync
  mv -f -- "$1/new" "$2" && rmdir -- "$1"
}
rb_fill() {
  cp -p -- "$2" "$1/old" || return
  cat "$1/new" >|"$2" || { x=$?; rb_refill "$1" "$2"; return $x; }
  if [ "$4" != - ]; then rb_own "$2" "$4" "$3" || return
  elif [ "$3" != - ]; then chmod "$3" "$2" || return
  fi
  sync -- "$2" 2>/dev/null || sync
  rm -rf -- "$1"
}
rb_refill() {
  if ! cat "$1/old" >|"$2"; then mv -- "$1/old" "$1-old" && echo "$2 is not whole: what was in it is in $1-old"; fi
}
rb_own() {
  m=$(stat -c %a -- "$1") || return
  if [ "$3" = - ]; then
    chown -- "$2" "$1" || return
    case $m in [2-7]???) chmod "0$m" "$1" || return ;; esac
    return 0
  fi
  chmod "$(printf %o $((0$m & 0$3)))" "$1" || return
  chown -- "$2" "$1" || { x=$?; chmod "$m" "$1"; return $x; }
  chmod "$3" "$1"
}
rb_filled() { [ -z "$(ls -A -- "$1")" ] && rmdir -- "$1" || rb_changed "something is in $1"; }
rb_undo() { x=$?; rm -rf -- "$1"; return $x; }
`

function guardLine({ operation, precondition }: NetOperation): string {
  const path = operation.op === 'move' ? operation.from : operation.op === 'run' ? '' : operation.path
  if (path === '' || precondition === undefined) return ':'
  const was = `rb_was ${quote(path)} ${preconditionWords(precondition)}${wantedWords(operation, precondition)}`
  return operation.op === 'remove' ? `{ { [ ! -e ${quote(path)} ] && [ ! -L ${quote(path)} ]; } || ${was}; }` : was
}

/** What may be there by now although nothing was: what is wanted, for another host that shares it was quicker. */
function wantedWords(operation: Operation, { type }: Precondition): string {
  if (type !== 'absent') return ''
  switch (operation.op) {
    case 'directory':
      return ' directory'
    case 'symlink':
      return ` symlink ${quote(operation.target)}`
    case 'write': {
      const sha256 = digestOf(operation.content)
      return sha256 === undefined ? '' : ` file ${sha256}`
    }
    default:
      return ''
  }
}

function preconditionWords(wanted: Precondition): string {
  // What is not UTF-8 in a target was not read as it is: then any link will do.
  if (wanted.type === 'symlink') return wanted.target.includes('\ufffd') ? 'symlink' : `symlink ${quote(wanted.target)}`
  if (wanted.type === 'file' && wanted.sha256 !== undefined) return `sha ${wanted.sha256}`
  return wanted.type
}

function operationScript(operation: Operation, uploaded: readonly string[], nonce: string): string {
  switch (operation.op) {
    case 'write': {
      const path = quote(operation.path)
      const { inPlace = false } = operation
      const room = quote(join(inPlace ? '/var/tmp' : parentOf(operation.path), `.runbook-${nonce.slice(0, 12)}`))
      const [staged] = uploaded
      const bytes =
        staged !== undefined
          ? `rb_write ${room} <${quote(staged)}`
          : `printf %s ${quote(textOf(operation))} | rb_write ${room}`
      const place = `${inPlace ? 'rb_fill' : 'rb_place'} ${room} ${path} ${octal(operation.mode)} ${ownerWord(operation)}`
      return `{ rb_room ${room} && ${bytes} && ${place} || rb_undo ${room}; }`
    }
    case 'directory':
      return [directoryScript(operation), ...attributeScripts(operation)].join(' && ')
    case 'attributes':
      return attributeScripts(operation).join(' && ') || ':'
    case 'symlink': {
      const path = quote(operation.path)
      const temporary = quote(join(parentOf(operation.path), `.runbook-${nonce.slice(0, 12)}`))
      const swap = `mv -fT -- ${temporary} ${path} 2>/dev/null || { rm -f -- ${path} && mv -f -- ${temporary} ${path}; }`
      return `{ ln -s -- ${quote(operation.target)} ${temporary} && { ${swap}; } || rb_undo ${temporary}; }`
    }
    case 'move':
      return `mv -- ${quote(operation.from)} ${quote(operation.to)}`
    case 'remove': {
      const path = quote(operation.path)
      if (!operation.empty) return `rm -rf -- ${path}`
      return `{ [ ! -d ${path} ] || rmdir -- ${path} 2>/dev/null || rb_filled ${path}; }`
    }
    case 'run':
      return userScript(operation.script, uploaded, operation.stdin === undefined ? undefined : fill(operation.stdin))
  }
}

function textOf({ content }: Extract<Operation, { op: 'write' }>): string {
  if ('text' in content) return fill(content.text)
  throw new Error('content that is not text has to be uploaded')
}

/** Five digits: with fewer, chmod leaves a folder's set-user and set-group bits as they are. */
const octal = (mode: number | undefined): string => (mode === undefined ? '-' : mode.toString(8).padStart(5, '0'))

function ownerWord({ owner, group }: Attributes): string {
  if (owner === undefined && group === undefined) return '-'
  return quote(`${owner ?? ''}${group === undefined ? '' : `:${group}`}`)
}

/** One that is to be narrower than a new one is by itself is so from its first moment; its parents are as any. */
function directoryScript({ path, mode }: Extract<Operation, { op: 'directory' }>): string {
  const words = quote(path)
  if (mode === undefined || (mode & 0o755) === 0o755) return `mkdir -p -- ${words}`
  return `{ [ -d ${words} ] || { mkdir -p -- ${quote(parentOf(path))} && umask 077 && mkdir -m 700 -- ${words}; }; }`
}

function attributeScripts(operation: Attributes & { readonly path: string }): string[] {
  const path = quote(operation.path)
  const owner = ownerWord(operation)
  const mode = octal(operation.mode)
  if (owner === '-') return mode === '-' ? [] : [`chmod ${mode} ${path}`]
  return [`rb_own ${path} ${owner} ${mode}`]
}
