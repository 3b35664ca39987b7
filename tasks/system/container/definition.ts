import { sha256 } from '../../../lib/core/content.ts'

export interface Definition {
  readonly image: string
  readonly command?: readonly string[] | undefined
  readonly env?: Readonly<Record<string, string>> | undefined
  readonly envFile?: string | undefined
  readonly ports?: readonly string[] | undefined
  readonly volumes?: readonly string[] | undefined
  readonly network?: string | undefined
  readonly user?: string | undefined
  readonly restart?: string | undefined
  readonly options?: readonly string[] | undefined
}

/** Words of `run` before the image. */
export const runOptions = ({
  env = {},
  envFile,
  ports = [],
  volumes = [],
  network,
  user,
  restart,
  options = [],
}: Definition): string[] => [
  ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
  ...(envFile === undefined ? [] : ['--env-file', envFile]),
  ...ports.flatMap((one) => ['--publish', one]),
  ...volumes.flatMap((one) => ['--volume', one]),
  ...(network === undefined ? [] : ['--network', network]),
  ...(user === undefined ? [] : ['--user', user]),
  ...(restart === undefined ? [] : ['--restart', restart]),
  ...options,
]

/** What a container is told by: all that it is made of, and what its files held at that time. */
export const definitionOf = (args: Definition, inputs: ReadonlyMap<string, string>): string =>
  sha256(Buffer.from(JSON.stringify([args.image, runOptions(args), args.command ?? [], [...inputs].sort()])))
