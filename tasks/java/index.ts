/** What Java programs run on. */
export { type Java, type JavaVersion, javaVersion } from './java-version.ts'
