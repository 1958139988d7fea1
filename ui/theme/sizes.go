package theme

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Sizes of our own, in Fyne's device-independent pixels.
const (
	// SizeNameGroupTitle is the text size of a group's title in the sidebar.
	SizeNameGroupTitle fyne.ThemeSizeName = "groupTitle"
	// SizeNameFigure is the text size of a number that stands for itself.
	SizeNameFigure fyne.ThemeSizeName = "figure"
	// SizeNamePanelPadding is the space inside the border of a panel.
	SizeNamePanelPadding fyne.ThemeSizeName = "panelPadding"
	// SizeNameGap is the space between two buttons or two panels.
	SizeNameGap fyne.ThemeSizeName = "gap"
)

var sizes = map[fyne.ThemeSizeName]float32{
	fynetheme.SizeNameText:           13,
	fynetheme.SizeNameHeadingText:    17,
	fynetheme.SizeNameSubHeadingText: 14,
	fynetheme.SizeNameCaptionText:    12,
	SizeNameGroupTitle:               11,
	SizeNameFigure:                   20,

	fynetheme.SizeNamePadding:      4,
	fynetheme.SizeNameInnerPadding: 5,
	fynetheme.SizeNameLineSpacing:  3,
	SizeNamePanelPadding:           12,
	SizeNameGap:                    8,

	fynetheme.SizeNameInlineIcon:         16,
	fynetheme.SizeNameScrollBar:          12,
	fynetheme.SizeNameScrollBarSmall:     5,
	fynetheme.SizeNameSeparatorThickness: 1,
	fynetheme.SizeNameSplitThickness:     4,
	fynetheme.SizeNameInputBorder:        1,

	fynetheme.SizeNameInputRadius:     2,
	fynetheme.SizeNameButtonRadius:    2,
	fynetheme.SizeNameSelectionRadius: 2,
	fynetheme.SizeNameScrollBarRadius: 3,
	fynetheme.SizeNameCardRadius:      2,
	fynetheme.SizeNamePopupRadius:     3,
	fynetheme.SizeNameMenuRadius:      3,
	fynetheme.SizeNameDialogRadius:    4,

	// Fyne draws a blur behind every modal; without a graphics card (remote desktop, virtual machines) it doubles the load.
	fynetheme.SizeNameModalBlurRadius: 0,
}

// Size returns a size of the running program's theme, and our own where the theme is not ours.
func Size(name fyne.ThemeSizeName) float32 {
	if ours, ok := fyne.CurrentApp().Settings().Theme().(*compact); ok {
		return ours.Size(name)
	}
	if size, ok := sizes[name]; ok {
		return size
	}
	return fynetheme.Size(name)
}
