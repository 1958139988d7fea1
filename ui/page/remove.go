package page

import "fyne.io/fyne/v2/lang"

// RemoveText is what the command says that deletes the selected row or, once that waits for Save and the row cannot be edited any
// more, keeps it.
func RemoveText(canDelete, canEdit bool) string {
	if canDelete && !canEdit {
		return lang.L("Keep")
	}
	return lang.L("Delete")
}
