import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type LocalSpec, local } from '../../lib/core/connection.ts'
import { scratch } from './shells.ts'

export interface WatchedTools {
  /** This machine by a shell that finds its tools here. */
  readonly host: LocalSpec
  /** The calls of them since the last look, as `mv -f -- a b`. */
  readonly calls: () => string[]
}

/** What an apply may call of a host. */
const names = 'mkdir rmdir cat cp mv rm ln chmod chown stat sync sha256sum readlink ls'.split(' ')

/** Tools of this machine that note their calls. `before` is shell text that each runs first, with its name in `$tool`. */
export function watchedTools(shell = 'dash', before = ':'): WatchedTools {
  const folder = scratch('watched')
  const log = join(folder, 'log')
  for (const name of names) {
    const real = execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim()
    const path = join(folder, name)
    writeFileSync(path, `#!/bin/sh\ntool=${name}\necho "$tool $*" >>${log}\n${before}\nexec ${real} "$@"\n`)
    chmodSync(path, 0o755)
  }
  return {
    host: local({ shell, env: { PATH: `${folder}:${process.env.PATH}` } }),
    calls() {
      const said = existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(0, -1) : []
      writeFileSync(log, '')
      return said
    },
  }
}
