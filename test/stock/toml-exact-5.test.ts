import { tryStock } from './toml-exact.ts'

tryStock('5.x', ['5.9.0', '5.10.0', '5.11.0'])
