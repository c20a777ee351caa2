/** What an element holds: text is never markup. */
export type Child = Node | string | false | undefined;

/**
 * An element with attributes and children. An attribute that is `false` is left out, one that is `true` stands without a
 * value; `onClick` listens.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  {
    onClick,
    ...attributes
  }: Readonly<Record<string, string | boolean | undefined | (() => void)>> & { onClick?: () => void },
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "string" || value === true) made.setAttribute(name, value === true ? "" : value);
  }
  if (onClick) made.addEventListener("click", onClick);
  made.append(...children.filter((child) => child !== false && child !== undefined));
  return made;
}
