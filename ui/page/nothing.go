package page

import (
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/ui/session"
)

// NothingImported says in place of rows why there are none at all.
func NothingImported(s *session.Session) (title, text string) {
	if source, _ := s.SourceText(); source != "" {
		return lang.L("Nothing is there to be looked at"), source
	}
	if Importing(s.Beacon) {
		return lang.L("The first import is running"), lang.L("What it reads is shown here after its end; Inventory Systems shows how far it is.")
	}
	return lang.L("Nothing has been imported yet"), lang.L("Execute Now on Inventory Systems imports users, applications, licenses and usage.")
}
