import { dataSourceOptions } from './toml-options/data-sources.ts'
import { databaseOptions } from './toml-options/databases.ts'
import { directoryOptions } from './toml-options/directories.ts'
import { nameOptions } from './toml-options/names.ts'
import type { TomlOptions } from './toml-options/toml-option.ts'

/** Each way to use pattern 1 that is tried on the stock file of each version. */
export const tomlOptions: readonly TomlOptions[] = [
  ...databaseOptions,
  ...directoryOptions,
  ...nameOptions,
  ...dataSourceOptions,
]
