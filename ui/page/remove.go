package page

import "fyne.io/fyne/v2/lang"

// Removable is a page whose selected row can be deleted or, once that waits for Save
// and the row cannot be edited, kept.
type Removable interface {
	CanEdit() bool
	CanDelete() bool
}

// RemoveText is what the button of a page for that says.
func RemoveText(page Removable) string {
	if page.CanDelete() && !page.CanEdit() {
		return lang.L("Keep")
	}
	return lang.L("Delete")
}
