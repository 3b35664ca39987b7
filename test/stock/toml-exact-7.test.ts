import { tryStock } from './toml-exact.ts'

tryStock('7.x', ['7.0.0', '7.1.0', '7.2.0', '7.3.0'])
