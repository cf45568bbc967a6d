// The language of the page: which one, its file (lang/), and what the scripts say in it. English stands
// where it is said: `say(id, english, …)` gives the text `page.id` of the language's file.
(() => {
  'use strict';

  const LANGUAGES = ['en', 'de']; // engine/session/options.h, kLanguages

  class Words {
    language = 'en';
    source = ''; // the file; empty for English
    asked = ''; // the value of the setting `lang` it was chosen by
    /** @type {Map<string, string>} */ #texts = new Map();

    /** @param {string | null} asked @returns {string} */
    #choose(asked) {
      for (const tag of [asked ?? '', ...navigator.languages]) {
        const language = tag.toLowerCase().split('-')[0] ?? '';
        if (LANGUAGES.includes(language)) return language;
      }
      return 'en';
    }

    /**
     * Fetches what the setting `lang` asks for; false if it stays with the language there is.
     * @param {string | null} asked
     */
    async use(asked) {
      const language = this.#choose(asked);
      this.asked = asked ?? 'auto';
      if (language === this.language) return false;
      let source = '';
      if (language !== 'en') {
        const response = await fetch(new URL(`lang/${language}.txt`, document.baseURI)).catch(() => null);
        if (!response?.ok) throw new Error(`The words of the language “${language}” could not be loaded.`);
        source = await response.text();
      }
      if (this.asked !== (asked ?? 'auto')) return false; // another was asked for meanwhile
      this.language = language;
      this.source = source;
      this.#texts = new Map([...source.matchAll(/^page\.(\S+) (.+)$/gm)].map((m) => [m[1] ?? '', m[2] ?? '']));
      this.#show();
      return true;
    }

    /**
     * A text of the language, its slots {0}, {1} … filled in.
     * @param {string} id @param {string} english @param {unknown[]} parts
     */
    say(id, english, ...parts) {
      return (this.#texts.get(id) ?? english).replace(/\{(\d)\}/g, (slot, i) => String(parts[i] ?? slot));
    }

    /** What index.html says: `data-say` marks what has a text, or a label, by its id. */
    #show() {
      document.documentElement.lang = this.language;
      for (const element of document.querySelectorAll('[data-say]')) {
        const label = element.getAttribute('aria-label');
        const saved = /** @type {HTMLElement} */ (element).dataset;
        const english = (saved['say'] ||= label ?? element.textContent?.trim().replace(/\s+/g, ' ') ?? '');
        const text = this.say(element.id, english);
        if (label) element.setAttribute('aria-label', text);
        else element.textContent = text;
      }
    }
  }

  window.playground = { ...window.playground, Words };
})();
