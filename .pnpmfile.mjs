export const hooks = {
  /** What is published says nothing of how the package was made: tools, scripts, links between folders. */
  beforePacking({ devDependencies, scripts, ...published }) {
    return published;
  },
};
