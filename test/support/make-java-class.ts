import { makeModule } from './java-class.ts'

makeModule()
