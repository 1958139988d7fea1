package page

import (
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/message"
)

// RemoveText is what the command says that deletes rows or, once that waits for Save and the rows cannot be edited any more, keeps
// them after all. selected is how many rows are, of which so many can be deleted, or kept.
func RemoveText(selected, deletable, keepable int) string {
	if deletable == 0 && keepable > 0 {
		return Several(lang.L("Undo Deletion"), selected, keepable)
	}
	return Several(lang.L("Delete"), selected, deletable)
}

// Several is what a command on rows says: where several are selected, also on how many of them it acts.
func Several(text string, selected, acts int) string {
	if selected < 2 || acts == 0 {
		return text
	}
	return text + " (" + message.Number(int64(acts)) + ")"
}
