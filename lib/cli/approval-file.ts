import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import * as v from 'valibot'
import { type Approval, approvalFormat, approvalVersion } from '../core/approval.ts'
import { UsageError } from '../core/failure.ts'
import { plainJson } from '../report/plain.ts'
import { approvalSchema } from './approval-schema.ts'

/** Reads an approval. What is none, is damaged, or has another form, is a UsageError. */
export function readApproval(file: string): Approval {
  const found = parsed(file)
  if (!isApproval(found))
    throw new UsageError(
      `${file} is no approval: give a file that runbook plan … --out FILE has written, or an inventory with a playbook, as in runbook apply hosts.ts web`,
    )
  if (found.version !== approvalVersion)
    throw new UsageError(
      `${file} has the form ${found.version} of an approval, and this runbook reads form ${approvalVersion}: plan anew`,
    )
  const { success, output, issues } = v.safeParse(approvalSchema, found)
  if (success) return output
  throw new UsageError(`${file} is damaged ${faultWords(issues[0])}: plan anew`)
}

function faultWords(issue: v.BaseIssue<unknown>): string {
  const place = v.getDotPath(issue) ?? 'its top'
  const key = issue.path?.at(-1)?.key
  if (issue.expected !== 'never' || key === undefined) return `at ${place}: ${issue.message}`
  return `at ${place}: this runbook knows no key ${JSON.stringify(key)} there; another version has written it, or somebody by hand`
}

/** Throws where an approval must not be written to a file: another file than an approval is left alone. */
export function mustBeFree(file: string): void {
  if (file === '') throw new UsageError('--out: name a file, as in --out web.approval')
  const found = lstatSync(file, { throwIfNoEntry: false })
  if (found === undefined) {
    if (existsSync(dirname(resolve(file)))) return
    throw new UsageError(`--out: ${file}: there is no folder ${dirname(file)}: make it, or name another`)
  }
  if (found.isFile() && isApproval(parsed(file))) return
  throw new UsageError(`--out: ${file} is there, and no approval: it is left alone; name another`)
}

/** Throws where an approval is given for an inventory: it names its own. */
export function mustBeNone(file: string): void {
  if (isApproval(parsed(file)))
    throw new UsageError(`${file} is an approval, which names its inventory and its playbook: runbook apply ${file}`)
}

/** Writes an approval, which nobody else may read, as a whole or not at all. */
export function writeApproval(file: string, approval: Approval): void {
  const temporary = `${file}.${randomBytes(6).toString('hex')}`
  try {
    const descriptor = openSync(temporary, 'wx', 0o600)
    try {
      writeFileSync(descriptor, `${plainJson(JSON.stringify(approval, undefined, 2))}\n`)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    mustBeFree(file)
    if (lstatSync(file, { throwIfNoEntry: false })) renameSync(temporary, file)
    else linkSync(temporary, file)
  } catch (error) {
    throw error instanceof UsageError
      ? error
      : new UsageError(`--out: ${file} cannot be written (${(error as NodeJS.ErrnoException).code}): name another`)
  } finally {
    rmSync(temporary, { force: true })
  }
}

const isApproval = (found: unknown): found is { readonly version?: unknown } =>
  typeof found === 'object' && found !== null && 'format' in found && found.format === approvalFormat

function parsed(file: string): unknown {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError(`${file} cannot be read (${code === 'ENOENT' ? 'it is not there' : code})`)
  }
  try {
    return JSON.parse(text)
  } catch {
    if (text.includes(`"${approvalFormat}"`)) throw new UsageError(`${file} is damaged: it is not whole: plan anew`)
    return undefined
  }
}
