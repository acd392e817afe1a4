/** A page that a plugin brings. */
export interface PluginPage {
  /** Id of the plugin. */
  plugin: string;
  path: string;
  title: string;
  /** Path of an ES module that exports `mount`. */
  script: string;
}

/** What the server puts into the page. */
export interface Boot {
  /** Path prefix without a slash at the end, empty at the root. */
  base: string;
  title: string;
  pages: readonly PluginPage[];
}

function read(): Boot {
  const text = document.getElementById('boot')?.textContent;
  if (!text) {
    return { base: '', title: 'Pharos', pages: [] };
  }
  return JSON.parse(text) as Boot;
}

export const boot: Boot = read();

/** The nonce that style elements must carry; undefined where no policy asks for one. */
export const styleNonce: string | undefined =
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? undefined;
