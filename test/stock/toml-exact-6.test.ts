import { tryStock } from './toml-exact.ts'

tryStock('6.x', ['6.0.0', '6.1.0'])
