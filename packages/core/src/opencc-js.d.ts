/** The package has types for its converters, and none for its tables. */
declare module "opencc-js/dict/TSCharacters" {
  /** Pairs of a traditional character, a space and its simplified form, with `|` between them. */
  const pairs: string;
  export default pairs;
}
