import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { UsageError } from '../core/failure.ts'
import { nearest } from '../core/nearest.ts'
import { built } from './installation.ts'

const extension = /(?<!\.d)\.[cm]?[jt]s$/

/** The file of a playbook's name: in ./playbooks, then in the configured folders, then among those built in. */
export function findPlaybook(name: string, folders: readonly string[]): string {
  const places = [resolve('playbooks'), ...folders, join(built, 'playbooks')]
  const found = places.flatMap(playbooksIn)
  const file = found.find((one) => one.name === name)?.file
  if (file !== undefined) return file
  const names = [...new Set(found.map((one) => one.name))].sort()
  const near = nearest(name, names)
  const there = names.length > 0 ? `there is ${names.join(', ')}` : 'there is none'
  throw new UsageError(
    `no playbook ${name}: ${near ? `did you mean ${near}? ` : ''}${there} (a path to a file is taken, too)`,
  )
}

function playbooksIn(folder: string): { name: string; file: string }[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((entry) => extension.test(entry))
    .map((entry) => ({ name: entry.replace(extension, ''), file: join(folder, entry) }))
}
