import type { BenchHosts } from '../job/bench-hosts.ts'

/** What a tool does in one cycle on fresh hosts, in this order. */
export const phases = ['check-fresh', 'apply', 'converged', 'check-converged'] as const
export type Phase = (typeof phases)[number]

export const phaseWords: Readonly<Record<Phase, string>> = {
  'check-fresh': 'dry run, fresh',
  apply: 'first apply',
  converged: 'converged',
  'check-converged': 'dry run, converged',
}

/** A program, and all that it is given. */
export interface Command {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
}

/** Whoever does the job. */
export interface Tool {
  readonly name: ToolName
  /** Why it is not measured here; undefined where it can be. */
  readonly missing?: string | undefined
  /** Undefined for a phase that it has not. */
  command(phase: Phase, hosts: BenchHosts): Promise<Command | undefined>
}

export const toolNames = ['runbook', 'ansible', 'mitogen', 'pyinfra', 'floor'] as const
export type ToolName = (typeof toolNames)[number]

export const toolWords: Readonly<Record<ToolName, string>> = {
  runbook: '`runbook`',
  ansible: 'Ansible, tuned',
  mitogen: 'Ansible on Mitogen',
  pyinfra: 'pyinfra',
  floor: 'floor',
}

/** What a program of this machine needs, and nothing that would tell it more. */
export const plainEnv = (): Record<string, string> => ({
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: process.env.HOME ?? '/root',
  LANG: 'C.UTF-8',
})
