export type Child = Node | string | number | null | undefined | false | readonly Child[];

export type Attributes = Record<
  string,
  string | number | boolean | ((event: Event) => void) | null | undefined
>;

/**
 * Makes an element. A function is a listener (`onclick`), `true` an attribute without a value, and
 * `false`, `null` and `undefined` are left out. Texts stay texts, so nothing in them becomes markup.
 */
export function h(tag: string, attributes: Attributes | null, ...children: Child[]): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === 'function') {
      element.addEventListener(name.replace(/^on/, ''), value);
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  element.append(...children.flatMap(toNodes));
  return element;
}

function toNodes(child: Child): (Node | string)[] {
  if (child === null || child === undefined || child === false) {
    return [];
  }
  if (typeof child === 'number') {
    return [String(child)];
  }
  return child instanceof Node || typeof child === 'string' ? [child] : child.flatMap(toNodes);
}
