/**
 * Any schema that follows the Standard Schema convention (valibot, zod, arktype …): it checks the variables of an
 * inventory, and the options of a task, before a host is touched. See https://standardschema.dev.
 */
export interface Schema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
  }
}

export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] }

export interface SchemaIssue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** What is given to something that a schema checks, and what comes of it. */
export type InputOf<Checked extends Schema> = NonNullable<Checked['~standard']['types']>['input']
export type OutputOf<Checked extends Schema> = NonNullable<Checked['~standard']['types']>['output']

/** Some libraries make a schema that can also be called. */
export const isSchema = (value: unknown): value is Schema =>
  (typeof value === 'object' || typeof value === 'function') &&
  value !== null &&
  '~standard' in value &&
  typeof value['~standard'] === 'object'

/** Where in the value an issue is. */
export const pathOfIssue = ({ path = [] }: SchemaIssue): string[] =>
  path.map((segment) => String(typeof segment === 'object' ? segment.key : segment))
