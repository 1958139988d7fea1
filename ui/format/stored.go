package format

import (
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/connector"
)

// StoredOn says since when a secret is stored, and for whom where an account is known.
func StoredOn(at time.Time, account string) string {
	if account == "" {
		return lang.L("stored on {{.Day}}", map[string]any{"Day": Date(at)})
	}
	return lang.L("stored on {{.Day}} for {{.Account}}", map[string]any{"Day": Date(at), "Account": account})
}

// Certificate says whose a certificate is, and until when it is valid.
func Certificate(c connector.Certificate) string {
	return lang.L("{{.Subject}}, valid until {{.Day}}", map[string]any{"Subject": c.Subject, "Day": Date(c.NotAfter.Time())})
}
