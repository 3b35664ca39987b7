export interface Growth {
  readonly largeXml: { readonly seconds: number; readonly megabytes: number }
  readonly manyLines: { readonly seconds: number }
}
