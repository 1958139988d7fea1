package entra

import (
	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/browser"
)

// pages are what the browser shows around a sign-in, in the administrator's language.
type pages struct{ prompter connector.Prompter }

func (p pages) opening() browser.Page {
	return p.of(connector.Message{ID: "entra.page.opening"})
}

func (p pages) signedIn() browser.Page {
	return p.of(connector.Message{ID: "entra.page.signed-in"})
}

func (p pages) refused() browser.Page {
	return p.of(connector.Message{ID: "entra.page.refused"})
}

// refusedNameless is shown for a refusal that may be of any sign-in.
func (p pages) refusedNameless() browser.Page {
	return p.of(connector.Message{ID: "entra.page.refused-nameless"})
}

// notOurs is shown for the answer of another sign-in than the one that is waited for.
func (p pages) notOurs() browser.Page {
	return p.of(connector.Message{ID: "entra.page.not-ours"})
}

func (p pages) of(m connector.Message) browser.Page {
	words, language := p.prompter.Words(m)
	return browser.Page{Language: language, Title: words.Message, Text: words.Action}
}
